package shots

import (
	"context"

	"satchel/data/documents"
	"satchel/reports/printing"
)

// madeUpPrinters are those of the pictures' computer: the machine that draws the pictures may have others, or none. Nothing is printed on
// them.
type madeUpPrinters struct{}

const (
	laserQueue = "Office-Laser"
	rollQueue  = "Receipt-Roll"
)

// Choices implements frame.Printing, as the next four do.
func (madeUpPrinters) Choices() printing.Choices {
	return printing.Choices{Standard: laserQueue}.With(documents.Receipt, printing.Way{Queue: rollQueue, Paper: documents.PaperRoll80})
}

func (madeUpPrinters) Choose(func(printing.Choices) printing.Choices) error { return nil }

func (madeUpPrinters) Printers(context.Context) ([]printing.Queue, error) {
	return []printing.Queue{{Name: laserQueue, Default: true, State: printing.Idle},
		{Name: rollQueue, State: printing.Stopped, Reasons: []string{"media-empty"}}}, nil
}

func (madeUpPrinters) Papers(_ context.Context, queue string) (printing.Papers, error) {
	if queue == rollQueue {
		return printing.Papers{}, nil
	}
	return printing.Papers{Trays: []string{"Tray1", "Tray2"}}, nil
}

func (madeUpPrinters) PrintOn(context.Context, string, documents.Frozen, bool) error { return nil }

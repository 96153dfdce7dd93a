package backup

import (
	"context"

	"satchel/data"
	"satchel/data/store"
	"satchel/data/store/action"
)

// Notices tells the owner, on coming in, what the backups know: that the newest one holds entries which this file does not, so that an
// older copy was put in its place; and that the drill is due. A place that is away tells nothing here: StatusOf says that it is away.
func Notices(ctx context.Context, p *data.Practice, actor store.Actor) ([]data.Notice, error) {
	if actor.Role != action.Owner {
		return nil, nil
	}
	settings, err := settingsOf(ctx, p, actor)
	if err != nil {
		return nil, err
	}
	var list []data.Notice
	some := false
	for _, folder := range settings.BackupFolders() {
		kept, err := List(ctx, p, folder)
		if store.CodeOf(err) == store.NotFound {
			continue
		}
		if err != nil {
			return list, err
		}
		if len(kept) == 0 || kept[0].OlderKey {
			continue
		}
		some = true
		missing, err := p.CheckAnchors(ctx, kept[0].Manifest.Anchors)
		if err != nil {
			return list, err
		}
		if len(missing) > 0 {
			list = append(list, data.Notice{Key: "notice.backup_newer", Args: []any{"When", kept[0].Made}, At: kept[0].Made})
		}
	}
	last, err := LastDrill(ctx, p, actor)
	if err == nil && some && p.Now().Sub(last) > DrillEvery && !settings.Trial {
		list = append(list, data.Notice{Key: "notice.drill_due", At: last})
	}
	return list, err
}

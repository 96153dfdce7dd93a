package chart_test

import (
	"math"
	"testing"

	"satchel/data/chart"
	"satchel/data/value"
)

func standard(t *testing.T, m chart.GrowthMeasure, sex value.AdministrativeGender) chart.GrowthStandard {
	t.Helper()
	g, found, err := chart.GrowthStandardOf(m, sex)
	if err != nil || !found {
		t.Fatalf("%s of %s: %v, %v", m, sex, found, err)
	}
	return g
}

// Medians and scores as the WHO publishes them: its simplified field tables, and the examples of its own package anthro.
func TestGrowthStandard(t *testing.T) {
	for _, test := range []struct {
		measure chart.GrowthMeasure
		sex     value.AdministrativeGender
		day     int
		z, want float64
		digits  float64 // the last one that the publication gives
	}{
		{chart.GrowthWeight, value.GenderMale, 0, 0, 3.3, 0.1}, {chart.GrowthWeight, value.GenderMale, 1826, 0, 18.3, 0.1},
		{chart.GrowthWeight, value.GenderMale, 365, -2, 7.7, 0.1}, {chart.GrowthWeight, value.GenderFemale, 365, -3, 6.3, 0.1},
		{chart.GrowthWeight, value.GenderFemale, 1826, 3, 29.5, 0.1}, {chart.GrowthLength, value.GenderMale, 0, 0, 49.9, 0.1},
		{chart.GrowthLength, value.GenderFemale, 1826, 0, 109.4, 0.1}, {chart.GrowthLength, value.GenderMale, 365, -2, 71.0, 0.1},
		{chart.GrowthMassIndex, value.GenderMale, 0, 0, 13.4, 0.1}, {chart.GrowthHead, value.GenderMale, 0, 0, 34.5, 0.1}, {chart.GrowthHead, value.GenderFemale, 0, 0, 33.9, 0.1},
	} {
		if got := standard(t, test.measure, test.sex).At(test.day, test.z); math.Abs(got-test.want) > test.digits/2+1e-9 {
			t.Errorf("%s of %s at %d days, %g SD: %.3f, published %.1f", test.measure, test.sex, test.day, test.z, got, test.want)
		}
	}
	if z, ok := standard(t, chart.GrowthWeight, value.GenderFemale).Score(1522, value.MustDecimal("17")); !ok || math.Abs(z-0.24) > 0.005 {
		t.Errorf("17 kg at 1522 days: %.3f, published 0.24", z)
	}
}

// A score and the value it stands for lead back to each other on every day, up to the edge, and not beyond it.
func TestGrowthScoreIsTheInverse(t *testing.T) {
	for _, measure := range chart.GrowthMeasures {
		for _, sex := range []value.AdministrativeGender{value.GenderMale, value.GenderFemale} {
			g := standard(t, measure, sex)
			for day := 0; day <= chart.GrowthLastDay; day += 13 {
				for _, z := range []float64{-3, -2, 0, 1, 3} {
					y, err := value.NewDecimal(int64(math.Round(g.At(day, z)*1e6)), 6)
					if err != nil {
						t.Fatal(err)
					}
					if got, ok := g.Score(day, y); !ok || math.Abs(got-z) > 1e-4 {
						t.Fatalf("%s of %s at %d days, %g SD: scored %g, %v", measure, sex, day, z, got, ok)
					}
				}
				if g.At(day, 1) <= g.At(day, 0) || g.At(day, 0) <= g.At(day, -1) {
					t.Fatalf("%s of %s at %d days: the curves cross", measure, sex, day)
				}
			}
			if _, ok := g.Score(chart.GrowthLastDay+1, value.Whole(20)); ok {
				t.Errorf("%s is scored beyond its last day", measure)
			}
			if _, ok := g.Score(-1, value.Whole(20)); ok || g.At(-1, 0) != 0 || g.At(5000, 0) != 0 {
				t.Errorf("%s is scored before birth", measure)
			}
		}
	}
	if _, found, err := chart.GrowthStandardOf(chart.GrowthWeight, value.GenderOther); found || err != nil {
		t.Errorf("a standard for another sex: %v, %v", found, err)
	}
	// Beyond three standard deviations a gram more always moves the score by the same.
	g := standard(t, chart.GrowthWeight, value.GenderMale)
	z, _ := g.Score(365, value.MustDecimal("20"))
	more, _ := g.Score(365, value.MustDecimal("21"))
	most, _ := g.Score(365, value.MustDecimal("22"))
	if z <= 3 || math.Abs((more-z)-(most-more)) > 1e-9 {
		t.Errorf("20, 21, 22 kg at one year: %g, %g, %g", z, more, most)
	}
}

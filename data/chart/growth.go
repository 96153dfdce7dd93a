package chart

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
	"sync"

	"satchel/assets"
	"satchel/data/value"
)

// HeadCircumference is the LOINC code of a child's head circumference (FHIR R4, "Vital Signs Profile").
const HeadCircumference = "9843-4"

// GrowthMeasure is one of the measures of growth that the WHO gives standards for.
type GrowthMeasure string

// The measures, by what they are plotted for: age. The value is part of a code list's name.
const (
	GrowthWeight    GrowthMeasure = "weight"     // kg
	GrowthLength    GrowthMeasure = "length"     // cm: lying below two years, standing from then on
	GrowthMassIndex GrowthMeasure = "mass-index" // kg/m2
	GrowthHead      GrowthMeasure = "head"       // cm
)

// GrowthMeasures lists them in the order of a chart.
var GrowthMeasures = []GrowthMeasure{GrowthWeight, GrowthLength, GrowthMassIndex, GrowthHead}

// GrowthLastDay is the age in completed days at which the WHO's standards end: 60 months.
const GrowthLastDay = 1826

// CatalogueKey names the measure.
func (m GrowthMeasure) CatalogueKey() string { return "chart.growth." + string(m) }

// growthPoint holds the parameters of one day: the Box-Cox power, the median and the coefficient of variation (Cole and Green, 1992).
type growthPoint struct{ l, m, s float64 }

// GrowthStandard is the WHO's standard of one measure for one sex; the zero value has none. Floating point serves here as in the
// publication: these are curves and scores, no dose and no money.
type GrowthStandard struct {
	measure GrowthMeasure
	points  []growthPoint // by age in completed days
}

type growthKey struct {
	measure GrowthMeasure
	sex     value.AdministrativeGender
}

var growthTables = sync.OnceValues(readGrowth)

// GrowthStandardOf returns the standard of a measure. found is false for a sex that the WHO gives none for. The error says that the
// embedded list can't be read, which a test keeps from happening.
func GrowthStandardOf(measure GrowthMeasure, sex value.AdministrativeGender) (standard GrowthStandard, found bool, err error) {
	tables, err := growthTables()
	if err != nil {
		return GrowthStandard{}, false, err
	}
	points, found := tables[growthKey{measure, sex}]
	return GrowthStandard{measure, points}, found, nil
}

func readGrowth() (map[growthKey][]growthPoint, error) {
	tables := map[growthKey][]growthPoint{}
	for _, measure := range GrowthMeasures {
		name := "who-growth-" + string(measure) + ".tsv"
		list, err := assets.CodeList(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // left out by whoever may not hand the WHO's numbers on
		}
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(list)) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			fields := strings.Fields(line)
			if len(fields) != 5 {
				return nil, fmt.Errorf("read %s: a row of %d columns", name, len(fields))
			}
			var numbers [4]float64
			for i := range numbers {
				if numbers[i], err = strconv.ParseFloat(fields[i+1], 64); err != nil {
					return nil, fmt.Errorf("read %s: %w", name, err)
				}
			}
			key := growthKey{measure, value.AdministrativeGender(fields[0])}
			if int(numbers[0]) != len(tables[key]) {
				return nil, fmt.Errorf("read %s: day %s is out of order", name, fields[1])
			}
			tables[key] = append(tables[key], growthPoint{numbers[1], numbers[2], numbers[3]})
		}
	}
	return tables, nil
}

// At is the value that lies z standard deviations from the median at an age in completed days; zero beyond the standard's ages.
func (g GrowthStandard) At(day int, z float64) float64 {
	if day < 0 || day >= len(g.points) {
		return 0
	}
	return g.points[day].at(z)
}

func (p growthPoint) at(z float64) float64 {
	if p.l == 0 {
		return p.m * math.Exp(p.s*z)
	}
	return p.m * math.Pow(1+p.l*p.s*z, 1/p.l)
}

// Score is the z-score of a measured value at an age in completed days, and whether the standard reaches that age. Beyond three
// standard deviations the weights are scored by the distance between the second and the third, as the WHO does (WHO Child Growth
// Standards: Methods and development, 2006, chapter 7).
func (g GrowthStandard) Score(day int, measured value.Decimal) (float64, bool) {
	y, err := strconv.ParseFloat(measured.String(), 64)
	if err != nil || y <= 0 || day < 0 || day >= len(g.points) {
		return 0, false
	}
	p := g.points[day]
	z := math.Log(y/p.m) / p.s
	if p.l != 0 {
		z = (math.Pow(y/p.m, p.l) - 1) / (p.l * p.s)
	}
	if g.measure == GrowthLength || g.measure == GrowthHead {
		return z, true
	}
	switch {
	case z > 3:
		return 3 + (y-p.at(3))/(p.at(3)-p.at(2)), true
	case z < -3:
		return -3 + (y-p.at(-3))/(p.at(-2)-p.at(-3)), true
	}
	return z, true
}

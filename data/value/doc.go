// Package value holds the small values that every room of the record speaks:
// dates that may be partly known, exact decimals, money in whole minor units,
// quantities with their unit, codes, names and cleaned text.
//
// A value is plain data: it knows how to be typed in, checked, compared,
// stored (SQL TEXT) and printed without a language. Sentences for people are
// in the catalogue; what is wrong with an input is told by a [Problem], whose
// key names the sentence. No value reads a clock, and none uses floating point.
package value

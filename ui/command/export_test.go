package command

// AllEvents is tested with pieces smaller than any report is long.
var AllEvents = allEvents

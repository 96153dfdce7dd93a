package assets

// Version is the program's own, as FyneApp.toml has it; a test compares them.
const Version = "0.1.0"

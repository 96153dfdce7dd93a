package assets

// Version is the program's, as FyneApp.toml has it.
const Version = "0.1.0"

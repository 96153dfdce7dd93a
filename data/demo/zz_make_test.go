package demo_test

import (
	"context"
	"crypto/rand"
	"os"
	"strconv"
	"testing"
	"time"

	"satchel/data"
	"satchel/data/datatest"
	"satchel/data/demo"
	"satchel/data/vault"
)

func TestZZ(t *testing.T) {
	l, err := data.OpenLocal("/tmp/h-backup/local")
	if err != nil { t.Fatal(err) }
	now := time.Date(2026, 11, 27, 6, 0, 0, 0, time.UTC)
	env := data.Env{Now: func() time.Time { return now }, Rand: rand.Reader, Local: l, Press: datatest.Press{}, Vault: vault.Options{KDF: vault.FloorKDF}}
	seed, _ := strconv.ParseUint(os.Getenv("ZZ_SEED"), 10, 64)
	if err := demo.Make(context.Background(), os.Getenv("ZZ_PATH"), demo.Size(os.Getenv("ZZ_SIZE")), seed, env, nil); err != nil { t.Fatal(err) }
}

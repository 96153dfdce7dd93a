package vault

import (
	"crypto/cipher"
	"reflect"
	"runtime"
	"unsafe"
)

// aeadCipher is what the standard library's and x/crypto's ciphers have in common.
type aeadCipher = cipher.AEAD

// wipeCipher overwrites the key schedule inside a cipher that is not used any more: no library offers it, and what lies in
// a freed piece of heap stays there until something else needs the room. It goes by the fields that a cipher has: every
// array of numbers, in structures within structures. What it does not know it leaves, so that another version of a library
// makes it do less, not harm.
func wipeCipher(c any) {
	v := reflect.ValueOf(c)
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		wipeValue(v.Elem())
	}
}

func wipeValue(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			wipeValue(v.Field(i))
		}
	case reflect.Array:
		switch v.Type().Elem().Kind() {
		case reflect.Uint8, reflect.Uint32, reflect.Uint64:
			clear(unsafe.Slice((*byte)(unsafe.Pointer(v.UnsafeAddr())), v.Type().Size()))
		case reflect.Struct, reflect.Array:
			for i := range v.Len() {
				wipeValue(v.Index(i))
			}
		}
	}
}

// holdsItsCipher reports whether a GCM has a copy of the block cipher it was made from, so that the original may be wiped.
func holdsItsCipher(gcm cipher.AEAD) bool {
	v := reflect.ValueOf(gcm)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return false
	}
	block := v.Elem().FieldByName("cipher")
	return block.IsValid() && block.Kind() == reflect.Struct
}

// deadStack is how much of the stack below the caller is overwritten, in bytes: more than the deepest of the ciphers' and
// hashes' frames take.
const deadStack = 16 << 10

// scrubStack overwrites what functions that have returned left on this goroutine's stack, such as the working copies of a
// hash. Called before secrets are at work it makes the stack large enough not to be moved meanwhile, which would leave a
// copy behind.
//
//go:noinline
func scrubStack() {
	var dead [deadStack]byte
	clear(dead[:])
	runtime.KeepAlive(&dead)
}

package vault

// The file format, version 1. FORMAT.md tells the same in prose, and a test holds
// the two together. All integers are big-endian. Sizes and offsets are in bytes.
const (
	formatVersion = 1

	headerSize     = 8192           // one header copy
	headerCopies   = 2              // at 0 and at headerSize
	databaseOffset = 2 * headerSize // where page 1 starts

	// One header copy. The HMAC covers what is before it, the digest covers both.
	offsetMagic       = 0
	offsetVersion     = 16  // u16
	offsetSuite       = 18  // u16
	offsetPageSize    = 20  // u32
	offsetFeatures    = 24  // u32, features a reader must know
	offsetHints       = 28  // u32, features a reader may ignore
	offsetGeneration  = 32  // u64, grows with every write of the header
	offsetUUID        = 40  // 16, the practice
	offsetFileID      = 56  // 16, this file: a backup has its own
	offsetWALSalts    = 72  // 8, of the live WAL, zero if there is none
	offsetWALRetired  = 80  // 8, of the WAL before it
	offsetWALDurable  = 88  // u64, frames the live WAL must still have
	offsetWALBackfill = 96  // u64, frames that may have reached the pages
	offsetDerivation  = 104 // nonce 24 | derivation secret 32 | tag 16; zero unless featureDerivation
	offsetSlots       = 512
	offsetHeaderMAC   = 7616 // 32, HMAC-SHA256
	offsetDigest      = 7648 // 32, SHA-256
	offsetAdvisory    = 7680 // 512: failed attempts and the commit note, outside MAC and digest

	magic = "satchel/vault\r\n\x1a"

	// Features a reader must know.
	featureArchive    = 1 // ARCHIVE.md tells what lies behind the header
	featureDerivation = 2 // Derive goes by the secret at offsetDerivation, not by the data key
	knownFeatures     = featureDerivation | featureArchive

	sizeDerivation = 72

	slotCount = 24
	slotSize  = 256

	// One key slot.
	offsetSlotKind       = 0  // u8
	offsetSlotThreads    = 1  // u8, Argon2id lanes
	offsetSlotMemory     = 4  // u32, KiB
	offsetSlotPasses     = 8  // u32
	offsetSlotNameTag    = 12 // 16
	offsetSlotUserID     = 28 // 16
	offsetSlotSalt       = 44 // 32
	offsetSlotCommitment = 76 // 32
	offsetSlotNonce      = 108
	offsetSlotWrapped    = 132 // data key 32 | user id 16 | tag 16
	sizeSlotWrapped      = 64

	// The advisory area.
	attemptCounters    = slotCount + 1 // the last one is for unknown names
	attemptCounterSize = 12            // u16 consecutive, u16 unreported, u64 Unix seconds of the last
	offsetAttemptSeq   = 4             // u64, after the 4 bytes of advisoryMagic
	offsetAttempts     = 12
	advisoryMagic      = "ATT1"
	offsetNoteSalts    = 312 // 8, of the WAL it is about
	offsetNoteFrames   = 320 // u64, frames that were durable
	offsetNoteMAC      = 328 // 32, HMAC-SHA256 of the 16 bytes before it
	noteSize           = 48
	advisorySize       = 512
	offsetAttemptSum   = 480 // SHA-256 of what is before it

	// A sealed unit ends in these, inside SQLite's reserved bytes of a page.
	tagSize      = 16
	nonceSize    = 24
	reservedSize = tagSize + nonceSize

	// The WAL keeps SQLite's geometry.
	walHeaderSize   = 32
	frameHeaderSize = 24
	walMagic        = 0x377f0682 // lowest bit: checksums read big-endian words
	walVersion      = 3007000

	keySize = 32
)

// Labels of HKDF and of hashes. All ASCII, no terminator.
const (
	infoPage       = "satchel/1/page"
	infoWAL        = "satchel/1/wal"
	infoHeaderMAC  = "satchel/1/header-mac"
	infoCommitNote = "satchel/1/commit-note"
	infoDerive     = "satchel/1/derive/" // followed by the caller's info
	infoDerivation = "satchel/1/derivation-key"
	infoSlotKey    = "satchel/1/slot-key"    // from the Argon2id output
	infoSlotCommit = "satchel/1/slot-commit" // from the Argon2id output
	infoArchive    = "satchel/1/archive"     // what an archive says of itself
	labelNameTag   = "satchel/1/name-tag"
	labelRecovery  = "satchel/1/recovery" // the name tag of the recovery slot
)

// Page sizes in bytes that a vault may have.
const (
	minPageSize     = 4096
	maxPageSize     = 16384
	DefaultPageSize = 4096
)

// Suite is the AEAD that seals pages and frames. The numbers are part of the format.
type Suite uint16

const (
	// XAES256GCM is C2SP's XAES-256-GCM, the default: fastest where the processor has AES instructions.
	XAES256GCM Suite = 1
	// XChaCha20Poly1305 is for processors without AES instructions.
	XChaCha20Poly1305 Suite = 2
)

func validPageSize(size int) bool {
	return size >= minPageSize && size <= maxPageSize && size&(size-1) == 0
}

// pendingPage is the page SQLite never uses: the one holding byte 2^30, which its
// rollback-mode locks once lived on (sqlite.org/fileformat2.html, 1.4).
func pendingPage(pageSize int) int64 { return (1<<30)/int64(pageSize) + 1 }

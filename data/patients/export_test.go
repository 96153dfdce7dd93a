package patients

// What the tests look at from outside.
var (
	SoundKey     = soundKey
	PhoneKeys    = phoneKeys
	PhoneQueries = phoneQueries
	SamePhone    = samePhone
	OneEditApart = oneEditApart
)

const CandidateLimit = candidateLimit

package action

// Role is what a user is in the practice. A new role (nurse, locum, manager, auditor) is a column of the matrix.
type Role string

const (
	Owner  Role = "owner"  // a doctor who also runs the practice
	Doctor Role = "doctor" // a doctor who works here
	Desk   Role = "desk"   // the receptionist
)

// Roles lists every role, in the order in which a screen offers them.
var Roles = []Role{Owner, Doctor, Desk}

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool { return r == Owner || r == Doctor || r == Desk }

// Grant is how far a role may use a capability.
type Grant uint8

const (
	Denied  Grant = iota // not at all
	Limited              // up to a limit that the room enforces (an amount, a payer)
	Full                 // without a limit
)

// matrix is the one table of who may do what. Columns: owner, doctor, desk.
var matrix = map[Capability][3]Grant{
	PatientRead:    {Full, Full, Full},
	PatientWrite:   {Full, Full, Full},
	AllergyRead:    {Full, Full, Full},
	ChartRead:      {Full, Full, Denied},
	ChartWrite:     {Full, Full, Denied},
	Prescribe:      {Full, Full, Denied},
	DocumentRead:   {Full, Full, Full},
	DocumentPrint:  {Full, Full, Full},
	ScheduleRead:   {Full, Full, Full},
	ScheduleWrite:  {Full, Full, Full},
	BillingRead:    {Full, Full, Full},
	BillingWrite:   {Full, Full, Full},
	BillingAdjust:  {Full, Full, Limited},
	BillDiagnosis:  {Full, Full, Limited},
	ChartExport:    {Full, Full, Denied},
	PracticeRead:   {Full, Full, Full},
	PracticeManage: {Full, Denied, Denied},
	Backup:         {Full, Full, Full},
	OwnAccount:     {Full, Full, Full},
}

// Grants tells how far role may use c. An unknown role or capability is Denied.
func (r Role) Grants(c Capability) Grant {
	for i, known := range Roles {
		if known == r {
			return matrix[c][i]
		}
	}
	return Denied
}

package action

// Capability is one row of the role matrix: a thing that a person may or may not do.
type Capability string

// The capabilities, in the order of the matrix in role.go.
const (
	PatientRead    Capability = "patient.read"    // who and where the patient is
	PatientWrite   Capability = "patient.write"   // register, correct, merge
	AllergyRead    Capability = "allergy.read"    // the allergies list alone, which every role needs to see
	ChartRead      Capability = "chart.read"      // notes, problems, results, medicines; only of the patients a transaction is about
	ChartWrite     Capability = "chart.write"     // the same, and the allergies list
	Prescribe      Capability = "prescribe"       // sign, prescribe, order, release a document
	DocumentRead   Capability = "document.read"   // see that a document exists, and its state
	DocumentPrint  Capability = "document.print"  // print what was released, hand over
	ScheduleRead   Capability = "schedule.read"   // calendar and board
	ScheduleWrite  Capability = "schedule.write"  // book, arrive, cancel
	BillingRead    Capability = "billing.read"    // bills, payments, balances
	BillingWrite   Capability = "billing.write"   // bill, take payment, day-end
	BillingAdjust  Capability = "billing.adjust"  // discounts, credits and refunds; limited for the desk
	BillDiagnosis  Capability = "bill.diagnosis"  // the diagnosis on a bill; limited for the desk to payers that ask for it
	ChartExport    Capability = "chart.export"    // export or share one chart
	PracticeRead   Capability = "practice.read"   // settings, fees, practitioners
	PracticeManage Capability = "practice.manage" // users, fees, settings, import, restore, re-key, audit report
	Backup         Capability = "backup"          // make a backup
	OwnAccount     Capability = "own.account"     // sign in, lock, own password and PIN
)

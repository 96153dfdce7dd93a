// Package action lists what a person can do to the record, who may do it and how it is audited.
//
// The same list serves the kernel (permission and audit of every transaction), the audit report and the tests: an act that
// is not in it cannot be done.
package action

// Action names one act of one user. It is stored in the audit chain, so a name is never reused for another meaning.
type Action string

// Kind says what an act does to the record. The letters are FHIR R4 AuditEvent.action.
type Kind string

const (
	Create  Kind = "C"
	Read    Kind = "R"
	Update  Kind = "U"
	Delete  Kind = "D"
	Execute Kind = "E"
)

// Definition says what an Action needs and how it is recorded.
type Definition struct {
	Action Action
	Kind   Kind
	// Needs are the capabilities that the actor's role must grant, and the only ones that the transaction may use.
	Needs []Capability
	// OfPatient: the transaction must say which patient it is about. A read of this kind is audited, once per session and
	// patient, before the first row is shown.
	OfPatient bool
	// WholePractice: the transaction may read and write every chart at once (demo, import, full export).
	WholePractice bool
	// NeedsReason: the actor must say why.
	NeedsReason bool
	// AuditRead: every use is audited although nothing is written and no patient is named (the audit report, exports of all).
	AuditRead bool
}

// Everyday acts at the desk and in the room.
const (
	FindPatients     Action = "find_patients"
	OpenPatient      Action = "open_patient"
	RegisterPatient  Action = "register_patient"
	CorrectPatient   Action = "correct_patient"
	RetractPatient   Action = "retract_patient"
	ReadSchedule     Action = "read_schedule"
	Book             Action = "book"
	ChangeBooking    Action = "change_booking"
	Arrive           Action = "arrive"
	OpenChart        Action = "open_chart"
	StartVisit       Action = "start_visit"
	WriteChart       Action = "write_chart"
	RetractChart     Action = "retract_chart"
	WriteFormulary   Action = "write_formulary"
	Prescription     Action = "prescribe"
	AcceptPhrases    Action = "accept_phrases"
	FinishVisit      Action = "finish_visit"
	UndoVisit        Action = "undo_visit"
	AmendVisit       Action = "amend_visit"
	ReadBilling      Action = "read_billing"
	Bill             Action = "bill"
	TakePayment      Action = "take_payment"
	Refund           Action = "refund"
	CreditInvoice    Action = "credit_invoice"
	DayEnd           Action = "day_end"
	ReadDocument     Action = "read_document"
	PrintDocument    Action = "print_document"
	HandOverDocument Action = "hand_over_document"
	VoidDocument     Action = "void_document"
	ExportChart      Action = "export_chart"
	IssueFromChart   Action = "issue_from_chart"
	IssueStatement   Action = "issue_statement"
	WriteLetter      Action = "write_letter"
	WriteTemplate    Action = "write_letter_template"
)

// Acts on the practice itself.
const (
	SignIn          Action = "sign_in"
	FailedSignIn    Action = "failed_sign_in"
	SignOut         Action = "sign_out"
	Lock            Action = "lock"
	Unlock          Action = "unlock"
	UseRecoveryKey  Action = "use_recovery_key"
	ChangeOwnKey    Action = "change_own_key"
	ReadPractice    Action = "read_practice"
	FoundPractice   Action = "found_practice"
	StartForReal    Action = "start_for_real"
	ManagePractice  Action = "manage_practice"
	ManageUsers     Action = "manage_users"
	ReplaceRecovery Action = "replace_recovery_key"
	ReadAudit       Action = "read_audit"
	ReadOpenedBy    Action = "read_opened_by"
	ExportPractice  Action = "export_practice"
	LoadDemo        Action = "load_demo"
	MakeBackup      Action = "make_backup"
	ProveBackup     Action = "prove_backup"
	LookIntoBackup  Action = "look_into_backup"
	VerifyPractice  Action = "verify_practice"
	ResolveDevice   Action = "resolve_device"
	ConfirmClock    Action = "confirm_clock"
	Acknowledge     Action = "acknowledge_notice"
	PrintPractice   Action = "print_practice_page"
	Rekey           Action = "rekey"

	ReleaseSignature Action = "release_signature"
)

// Pages that are kept nowhere. Each is audited when it is drawn, about every patient that it names.
const (
	PrintDayEnd      Action = "print_day_end"
	PrintSchedule    Action = "print_schedule" // the day's list, an appointment slip, the downtime sheet without charts
	PrintDowntime    Action = "print_downtime" // the downtime sheet with allergies and medicines
	PrintAudit       Action = "print_audit"
	PrintDisclosures Action = "print_disclosures"
)

// everything is what an act over the whole practice may use.
var everything = []Capability{
	PatientRead, PatientWrite, AllergyRead, ChartRead, ChartWrite, Prescribe, DocumentRead, DocumentPrint, ScheduleRead,
	ScheduleWrite, BillingRead, BillingWrite, BillingAdjust, BillDiagnosis, ChartExport, PracticeRead, PracticeManage, Backup, OwnAccount,
}

// All is the list. Its order is the order of the audit report's legend.
var All = []Definition{
	{Action: FindPatients, Kind: Read, Needs: caps(PatientRead, PracticeRead)},
	{Action: OpenPatient, Kind: Read, OfPatient: true, Needs: caps(PatientRead, AllergyRead, ScheduleRead, BillingRead, DocumentRead, PracticeRead)},
	{Action: RegisterPatient, Kind: Create, Needs: caps(PatientRead, PatientWrite, PracticeRead)},
	{Action: CorrectPatient, Kind: Update, OfPatient: true, Needs: caps(PatientRead, PatientWrite, PracticeRead)},
	{Action: RetractPatient, Kind: Update, OfPatient: true, NeedsReason: true, Needs: caps(PatientRead, PatientWrite, PracticeRead)},
	{Action: ReadSchedule, Kind: Read, Needs: caps(ScheduleRead, PatientRead, AllergyRead, BillingRead, DocumentRead, PracticeRead)},
	{Action: Book, Kind: Create, Needs: caps(ScheduleRead, ScheduleWrite, PatientRead, PracticeRead)},
	{Action: ChangeBooking, Kind: Update, Needs: caps(ScheduleRead, ScheduleWrite, PatientRead, PracticeRead)},
	{Action: Arrive, Kind: Update, OfPatient: true, Needs: caps(ScheduleRead, ScheduleWrite, PatientRead, BillingRead, BillingWrite, PracticeRead)},
	{Action: OpenChart, Kind: Read, OfPatient: true, Needs: caps(ChartRead, AllergyRead, PatientRead, ScheduleRead, BillingRead, DocumentRead, PracticeRead)},
	{Action: StartVisit, Kind: Update, OfPatient: true, Needs: caps(ChartRead, ChartWrite, AllergyRead, PatientRead, ScheduleRead, ScheduleWrite, BillingRead, BillingWrite, PracticeRead)},
	{Action: WriteChart, Kind: Update, OfPatient: true, Needs: caps(ChartRead, ChartWrite, AllergyRead, PatientRead, ScheduleRead, PracticeRead)},
	{Action: RetractChart, Kind: Update, OfPatient: true, NeedsReason: true, Needs: caps(ChartRead, ChartWrite, AllergyRead, PatientRead, PracticeRead)},
	{Action: WriteFormulary, Kind: Update, Needs: caps(Prescribe, PracticeRead)},
	{Action: Prescription, Kind: Create, OfPatient: true, Needs: caps(Prescribe, ChartRead, ChartWrite, AllergyRead, PatientRead, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: AcceptPhrases, Kind: Update, Needs: caps(Prescribe, PracticeRead)},
	{Action: FinishVisit, Kind: Update, OfPatient: true, Needs: caps(Prescribe, ChartRead, ChartWrite, AllergyRead, PatientRead, ScheduleRead, ScheduleWrite,
		BillingRead, BillingWrite, BillDiagnosis, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: UndoVisit, Kind: Update, OfPatient: true, NeedsReason: true, Needs: caps(Prescribe, ChartRead, ChartWrite, AllergyRead, PatientRead, ScheduleRead,
		ScheduleWrite, BillingRead, BillingWrite, BillingAdjust, BillDiagnosis, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: AmendVisit, Kind: Update, OfPatient: true, Needs: caps(Prescribe, ChartRead, ChartWrite, AllergyRead, PatientRead, PracticeRead)},
	{Action: ReadBilling, Kind: Read, Needs: caps(BillingRead, PatientRead, DocumentRead, ScheduleRead, PracticeRead)},
	{Action: Bill, Kind: Update, OfPatient: true, Needs: caps(BillingRead, BillingWrite, BillingAdjust, BillDiagnosis, PatientRead, ScheduleRead, ScheduleWrite, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: TakePayment, Kind: Create, OfPatient: true, Needs: caps(BillingRead, BillingWrite, BillDiagnosis, PatientRead, ScheduleRead, ScheduleWrite, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: Refund, Kind: Create, OfPatient: true, NeedsReason: true, Needs: caps(BillingRead, BillingWrite, BillingAdjust, PatientRead, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: CreditInvoice, Kind: Create, OfPatient: true, NeedsReason: true, Needs: caps(BillingRead, BillingWrite, BillingAdjust, PatientRead, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: DayEnd, Kind: Execute, Needs: caps(BillingRead, BillingWrite, ScheduleRead, DocumentRead, PracticeRead)},
	{Action: ReadDocument, Kind: Read, OfPatient: true, Needs: caps(DocumentRead, PatientRead, PracticeRead)},
	{Action: PrintDocument, Kind: Execute, Needs: caps(DocumentRead, DocumentPrint, PatientRead, PracticeRead)},
	{Action: HandOverDocument, Kind: Execute, Needs: caps(DocumentRead, DocumentPrint, PatientRead, PracticeRead)},
	{Action: VoidDocument, Kind: Update, OfPatient: true, NeedsReason: true, Needs: caps(DocumentRead, DocumentPrint, Prescribe, ChartRead, ChartWrite, AllergyRead, PatientRead, PracticeRead)},
	{Action: IssueFromChart, Kind: Create, OfPatient: true, Needs: caps(Prescribe, ChartRead, AllergyRead, PatientRead, ScheduleRead, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: WriteLetter, Kind: Create, OfPatient: true, Needs: caps(Prescribe, ChartRead, ChartWrite, AllergyRead, PatientRead, DocumentRead, DocumentPrint, PracticeRead)},
	{Action: WriteTemplate, Kind: Update, Needs: caps(Prescribe, PracticeRead)},
	{Action: ExportChart, Kind: Execute, OfPatient: true, AuditRead: true, Needs: caps(ChartExport, ChartRead, AllergyRead, PatientRead, ScheduleRead, BillingRead, DocumentRead, PracticeRead)},
	{Action: IssueStatement, Kind: Create, OfPatient: true, Needs: caps(BillingRead, BillingWrite, PatientRead, DocumentRead, DocumentPrint, PracticeRead)},

	{Action: PrintDayEnd, Kind: Execute, AuditRead: true, Needs: caps(BillingRead, PracticeRead)},
	{Action: PrintSchedule, Kind: Execute, AuditRead: true, Needs: caps(ScheduleRead, PatientRead, BillingRead, PracticeRead)},
	{Action: PrintDowntime, Kind: Execute, OfPatient: true, AuditRead: true, Needs: caps(ScheduleRead, PatientRead, AllergyRead, ChartRead, BillingRead, PracticeRead)},
	{Action: PrintAudit, Kind: Execute, AuditRead: true, Needs: caps(PracticeRead, PracticeManage, PatientRead)},
	{Action: PrintDisclosures, Kind: Execute, OfPatient: true, AuditRead: true, Needs: caps(PracticeRead, PatientRead, ChartRead, DocumentRead)},

	{Action: SignIn, Kind: Execute, Needs: caps(OwnAccount, PracticeRead)},
	{Action: FailedSignIn, Kind: Execute, Needs: caps(OwnAccount)},
	{Action: SignOut, Kind: Execute, Needs: caps(OwnAccount)},
	{Action: Lock, Kind: Execute, Needs: caps(OwnAccount)},
	{Action: Unlock, Kind: Execute, Needs: caps(OwnAccount, PracticeRead)},
	{Action: UseRecoveryKey, Kind: Execute, Needs: caps(OwnAccount, PracticeRead, PracticeManage)},
	{Action: ChangeOwnKey, Kind: Update, Needs: caps(OwnAccount, PracticeRead)},
	{Action: ReadPractice, Kind: Read, Needs: caps(PracticeRead)},
	{Action: FoundPractice, Kind: Create, Needs: everything},
	{Action: StartForReal, Kind: Execute, WholePractice: true, Needs: everything},
	{Action: ManagePractice, Kind: Update, Needs: caps(PracticeRead, PracticeManage, Prescribe)},
	{Action: ManageUsers, Kind: Update, Needs: caps(PracticeRead, PracticeManage, OwnAccount)},
	{Action: ReplaceRecovery, Kind: Execute, Needs: caps(PracticeRead, PracticeManage)},
	{Action: ReadAudit, Kind: Read, AuditRead: true, Needs: caps(PracticeRead, PracticeManage, PatientRead)},
	{Action: ReadOpenedBy, Kind: Read, OfPatient: true, Needs: caps(PracticeRead, PatientRead, ChartRead)},
	{Action: ExportPractice, Kind: Execute, WholePractice: true, AuditRead: true, Needs: everything},
	{Action: LoadDemo, Kind: Create, WholePractice: true, Needs: everything},
	{Action: MakeBackup, Kind: Execute, Needs: caps(Backup, PracticeRead)},
	{Action: ProveBackup, Kind: Execute, Needs: caps(Backup, PracticeRead, DocumentRead)},
	{Action: LookIntoBackup, Kind: Execute, Needs: caps(Backup, PracticeRead)},
	{Action: VerifyPractice, Kind: Execute, Needs: caps(Backup, PracticeRead, DocumentRead)},
	{Action: ResolveDevice, Kind: Execute, Needs: caps(PracticeRead, OwnAccount)},
	{Action: ConfirmClock, Kind: Execute, Needs: caps(PracticeRead, OwnAccount)},
	{Action: Acknowledge, Kind: Execute, Needs: caps(PracticeRead, OwnAccount)},
	{Action: PrintPractice, Kind: Execute, WholePractice: true, Needs: caps(PatientRead, ChartRead, PracticeRead, PracticeManage)},
	{Action: Rekey, Kind: Execute, Needs: caps(PracticeRead, PracticeManage, OwnAccount)},
	{Action: ReleaseSignature, Kind: Update, Needs: caps(OwnAccount, PracticeRead)},
}

func caps(c ...Capability) []Capability { return c }

var byAction = func() map[Action]Definition {
	m := make(map[Action]Definition, len(All))
	for _, d := range All {
		m[d.Action] = d
	}
	return m
}()

// Find returns the definition of a, and whether there is one.
func Find(a Action) (Definition, bool) {
	d, ok := byAction[a]
	return d, ok
}

// Uses reports whether the act may use c.
func (d Definition) Uses(c Capability) bool {
	for _, n := range d.Needs {
		if n == c {
			return true
		}
	}
	return false
}

// Allowed reports whether role may perform the act: every capability that it needs is granted, fully or to a limit.
func (d Definition) Allowed(r Role) bool {
	if d.Action == "" || !r.Valid() {
		return false
	}
	for _, n := range d.Needs {
		if r.Grants(n) == Denied {
			return false
		}
	}
	return true
}

package patients_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"satchel/data/patients"
	"satchel/data/store"
	"satchel/data/store/action"
	"satchel/data/store/storetest"
	"satchel/data/value"
)

var (
	givenNames  = []string{"Meera", "Ramesh", "Asha", "Mohammed", "Fatima", "Suresh", "Lakshmi", "Anita", "Vijay", "Sunil", "Priya", "Rahul", "Kavita", "José", "Anna", "Zainab", "Arjun", "Deepa", "Ganesh", "Harish", "Imran", "Jyoti", "Kiran", "Latha", "Manoj", "Neha", "Omar", "Pooja", "Qasim", "Rekha", "Sanjay", "Tara", "Usha", "Varun", "Wasim", "Yusuf"}
	familyNames = []string{"Sharma", "Verma", "Kumar", "Singh", "Khan", "Patel", "Reddy", "Iyer", "Das", "Gupta", "Joshi", "Kulkarni", "Nair", "Rao", "Shaikh", "Yadav", "Mishra", "Banerjee", "Müller", "García", "Fernandes", "D’Souza", "Bhatt", "Chauhan", "Desai", "Naidu", "Pillai", "Thakur", "Ansari", "Bose"}
	ownScript   = []value.HumanName{{Given: "मीरा", Family: "शर्मा", Latin: "Meera Sharma"}, {Given: "राम", Family: "वर्मा", Latin: "Ram Verma"}, {Given: "முருகன்", Latin: "Murugan"}, {Given: "محمد", Family: "خان", Latin: "Mohammed Khan"}, {Given: "Сергей", Family: "Иванов"}}
	places      = []string{"Udaipur", "Pune", "Mavli", "Nathdwara", "Kankroli", "Bhinder", "Salumber", "Dabok", "Jhadol", "Gogunda"}
)

// someone makes up a patient. Syllables are worked into the names so that 100,000 of them are not thirty.
func someone(r *rand.Rand) patients.Patient {
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	p := patients.Patient{Gender: value.AdministrativeGenders[r.IntN(2)], Locality: pick(places), Language: "hi"}
	switch r.IntN(10) {
	case 0:
		p.Name = ownScript[r.IntN(len(ownScript))]
	case 1, 2, 3:
		p.Name = value.HumanName{Given: pick(givenNames) + pick([]string{"lal", "bai", "kumari", "dev"}), Family: pick(familyNames) + pick([]string{"wal", "kar", "ani"})}
	default:
		p.Name = value.HumanName{Given: pick(givenNames), Family: pick(familyNames)}
	}
	p.BirthDate = value.PartialDate{Year: 1930 + r.IntN(96)}
	if r.IntN(3) > 0 {
		p.BirthDate.Month, p.BirthDate.Day = 1+r.IntN(10), 1+r.IntN(28)
	}
	if r.IntN(4) > 0 {
		p.Relation, p.RelationName = patients.Relations[r.IntN(4)], pick(givenNames)+" "+pick(familyNames)
	}
	p.Phones = []patients.Phone{{Number: fmt.Sprintf("+91 9%04d %05d", r.IntN(10_000), r.IntN(100_000))}}
	if r.IntN(5) == 0 {
		p.OldNumber = fmt.Sprintf("B-%d", r.IntN(100_000))
	}
	return p
}

// fill registers n made-up patients, many to a transaction.
func fill(b *testing.B, k *storetest.Kit, n int) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	for n > 0 {
		batch := min(n, 2000)
		k.MustUpdate(b, k.Desk, action.RegisterPatient, func(tx *store.Tx) error {
			for range batch {
				if _, err := patients.Register(tx, someone(r)); err != nil {
					return err
				}
			}
			return nil
		})
		n -= batch
	}
}

// patientsInSetL is the limit that the program is made for.
const patientsInSetL = 100_000

// BenchmarkPatients: the target is 10 ms for 95 of 100 searches.
func BenchmarkPatients(b *testing.B) {
	k := open(b)
	n := patientsInSetL
	if testing.Short() {
		n = 3000
	}
	begun := time.Now()
	fill(b, k, n)
	file, err := os.Stat(k.Path)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d patients registered in %v; the file has %d MB", n, time.Since(begun).Round(time.Millisecond), file.Size()>>20)
	measure := func(name string, fn func(tx *store.Tx) error) {
		b.Run(name, func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				at := time.Now()
				k.MustView(b, k.Desk, action.FindPatients, fn)
				times = append(times, time.Since(at))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
	for _, text := range []string{"", "m", "me", "mee sha", "m s", "ramesh kumar", "meera sharma 1951", "मी", "98", "98765", "3/2/1951", "12", "a-0500", "zzz", "mira sarma", "pune", "a", "1"} {
		measure("find="+text, func(tx *store.Tx) error {
			_, _, err := patients.Find(tx, patients.Query{Text: text, Limit: 50})
			return err
		})
	}
	measure("page", func(tx *store.Tx) error {
		_, _, err := patients.Find(tx, patients.Query{Limit: 50, Offset: n - 60})
		return err
	})
	r := rand.New(rand.NewPCG(3, 4))
	measure("duplicates", func(tx *store.Tx) error {
		_, err := patients.Duplicates(tx, someone(r))
		return err
	})
	b.Run("register", func(b *testing.B) {
		for b.Loop() {
			register(b, k, someone(r))
		}
	})
}

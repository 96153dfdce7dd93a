package reports

import (
	"strings"
	"testing"

	"satchel/data/documents"
	"satchel/data/value"
)

// scripted is a prescription whose texts, as far as people write them, are in one script.
func scripted(paper documents.Paper, language, patient, doctor, practice, address, dose, instructions string) documents.PrescriptionFacts {
	f := samplePrescription(paper)
	f.Setting.Language = language
	f.Patient.Name = value.HumanName{Text: patient}
	f.Patient.Address, f.Patient.Relation = []string{address}, ""
	f.Prescriber.Name = value.HumanName{Text: doctor}
	f.Letterhead.Practice, f.Letterhead.Address = practice, []string{address}
	f.Items = f.Items[:2]
	f.Items[0].Dose, f.Items[0].Frequency, f.Items[0].Duration, f.Items[0].Route = dose, "", "", ""
	f.Items[0].Instructions, f.Items[1].Instructions = instructions, instructions
	f.Diagnosis, f.Advice, f.Review = "", instructions, ""
	return f
}

// scriptSamples are documents in every script that has embedded fonts.
func scriptSamples(add func(name string, kind documents.Kind, facts any)) {
	for name, f := range map[string]documents.PrescriptionFacts{
		"hindi": scripted(documents.PaperA5, "hi", "मीरा शर्मा", "डॉ. अंजलि राव", "झील किनारे परिवार क्लिनिक", "14 झील मार्ग, उदयपुर 313001",
			"8 mL (320 mg) मुँह से, दिन में 2 बार, सुबह और रात, 7 दिन", "खाना खाने के बाद लें। बोतल अच्छी तरह हिलाएँ।"),
		"bengali": scripted(documents.PaperA5, "bn", "মীরা শর্মা", "ডা. অঞ্জলি রাও", "লেকসাইড ক্লিনিক", "১৪ লেক রোড, কলকাতা",
			"8 mL (320 mg) মুখে, দিনে 2 বার, 7 দিন", "খাবারের পরে খান। বোতল ভালো করে ঝাঁকান।"),
		"tamil": scripted(documents.PaperA5, "ta", "மீரா சர்மா", "மரு. அஞ்சலி ராவ்", "ஏரிக்கரை மருத்துவமனை", "14 ஏரி சாலை, மதுரை",
			"8 mL (320 mg) வாய்வழி, தினமும் 2 முறை, 7 நாட்கள்", "உணவுக்குப் பிறகு எடுத்துக் கொள்ளவும். பாட்டிலை நன்றாகக் குலுக்கவும்."),
		"telugu": scripted(documents.PaperA5, "te", "మీరా శర్మ", "డా. అంజలి రావు", "లేక్\u200cసైడ్ క్లినిక్", "14 లేక్ రోడ్, హైదరాబాద్",
			"8 mL (320 mg) నోటి ద్వారా, రోజుకు 2 సార్లు, 7 రోజులు", "భోజనం తర్వాత తీసుకోండి. సీసాను బాగా కదిలించండి."),
		"thai": scripted(documents.PaperA5, "th", "มีรา ชาร์มา", "พญ. อัญชลี ราว", "คลินิกริมทะเลสาบ", "14 ถนนทะเลสาบ กรุงเทพฯ",
			"8 mL (320 mg) ทางปาก วันละ 2 ครั้ง เช้าและก่อนนอน 7 วัน", "รับประทานหลังอาหาร เขย่าขวดก่อนใช้ทุกครั้งและใช้ยาติดต่อกันจนหมดแม้อาการจะดีขึ้นแล้ว"),
		"arabic": scripted(documents.PaperA5, "ar", "ميرا شرما", "د. أنجلي راو", "عيادة البحيرة للأسرة", "14 شارع البحيرة، القاهرة",
			"8 mL (320 mg) عن طريق الفم، مرتين يوميًا، صباحًا ومساء، لمدة 7 أيام", "تناول 500 mg بعد الأكل (لا تزد عن 1,200 mg في اليوم). رجّ الزجاجة جيدًا."),
		"hebrew": scripted(documents.PaperA4, "he", "מירה שארמה", "ד״ר אנג׳לי ראו", "מרפאת האגם", "רחוב האגם 14, חיפה",
			"8 mL (320 mg) דרך הפה, פעמיים ביום, 7 ימים", "לקחת 500 mg אחרי האוכל (לא יותר מ-1,200 mg ביום)."),
	} {
		add("prescription-"+name, documents.Prescription, f)
	}
	bill := sampleInvoice(documents.PaperA4)
	bill.Setting.Language, bill.Setting.Trial = "ar", true
	bill.Patient.Name, bill.Letterhead.Practice = value.HumanName{Text: "ميرا شرما"}, "عيادة البحيرة للأسرة"
	bill.Lines[0].Description = "استشارة طبية (30 دقيقة)"
	add("invoice-arabic", documents.Invoice, bill)
	roll := sampleReceipt(documents.PaperRoll80)
	roll.Setting.Language, roll.Patient.Name = "ar", value.HumanName{Text: "ميرا شرما"}
	add("receipt-roll-arabic", documents.Receipt, roll)

	mixed := samplePrescription(documents.PaperA5) // an English page with the patient's own language in it
	mixed.Patient.Name = value.HumanName{Text: "فاطمة خان"}
	mixed.Items[0].Instructions = "تناول 8 mL (320 mg) مرتين يوميًا بعد الأكل."
	mixed.Items[1].Instructions = "बुखार होने पर 6 mL (300 mg) लें।"
	add("prescription-mixed", documents.Prescription, mixed)

	long := samplePrescription(documents.PaperA5)
	long.Patient.Name = value.HumanName{Text: strings.Repeat("मीराशर्मा", 22)} // 198 letters without a space
	long.Prescriber.Name = value.HumanName{Text: strings.Repeat("عبدالرحمن", 22)}
	item := long.Items[0]
	long.Items = nil
	for range 40 {
		long.Items = append(long.Items, item)
	}
	add("prescription-40-long-names", documents.Prescription, long)
}

// What is printed in any script is found again when the page is searched, in the order in
// which it is read; on pages from right to left too.
func TestScriptsAreReadBack(t *testing.T) {
	scriptSamples(func(name string, kind documents.Kind, facts any) {
		f, ok := facts.(documents.PrescriptionFacts)
		if !ok || strings.Contains(name, "long") || strings.Contains(name, "mixed") {
			return
		}
		text := strings.Join(pages(t, kind, facts, Overlay{}), " ")
		text = strings.Map(func(r rune) rune {
			if r >= 0x202A && r <= 0x202E { // poppler marks directions
				return -1
			}
			return r
		}, text)
		text = strings.ReplaceAll(text, " ", "") // where Thai lines break, there is no space
		for _, word := range strings.Fields(strings.ReplaceAll(strings.Join([]string{f.Patient.Name.Text, f.Prescriber.Name.Text, f.Items[0].Dose, f.Advice}, " "), "-", " ")) {
			if word = strings.Trim(word, "()،,.-"); !strings.Contains(text, word) {
				t.Errorf("%s: lacks %q:\n%s", name, word, text)
			}
		}
	})
}

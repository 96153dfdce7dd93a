package demo

// written is a part of a name as it is written, with its Latin form where it is in another script.
type written struct{ own, latin string }

// custom is where a family's names come from. A chosen given name goes with a family name of the same custom and script.
type custom struct {
	share         int // of the patients
	female, male  []written
	family        []written
	single        bool // many have one name alone
	language      string
	relationNames []string // Latin, for "daughter of"
}

func latin(names ...string) []written {
	list := make([]written, len(names))
	for i, n := range names {
		list[i] = written{own: n}
	}
	return list
}

// other pairs a script with Latin: own, Latin, own, Latin ...
func other(names ...string) []written {
	var list []written
	for i := 0; i+1 < len(names); i += 2 {
		list = append(list, written{names[i], names[i+1]})
	}
	return list
}

var fathers = []string{"Rakesh Sharma", "Mohan Lal", "Suresh Paliwal", "Devendra Singh", "Kishan Meghwal", "Iqbal Khan", "Bhanwar Lal", "Prakash Jain",
	"Ramesh Menaria", "Govind Suthar", "Harish Joshi", "Nathu Ram"}

// customs are the names of the made-up patients. No one of them is meant to be anybody.
var customs = []custom{
	{share: 52, relationNames: fathers,
		female: latin("Asha", "Meera", "Sunita", "Kavita", "Rekha", "Pooja", "Lalita", "Anita", "Geeta", "Shanti", "Pushpa", "Neha", "Priya", "Ritu", "Seema", "Radha",
			"Kamla", "Manju", "Tara", "Aarohi", "Diya", "Ishita", "Kiran", "Sarita", "Vimla", "Hemlata", "Nirmala", "Bhavna", "Rashmi", "Jyoti"),
		male: latin("Rakesh", "Mohan", "Suresh", "Arjun", "Vikram", "Kishan", "Devendra", "Rajesh", "Manoj", "Anil", "Sanjay", "Deepak", "Ramesh", "Gopal", "Lokesh",
			"Narendra", "Bhupendra", "Aarav", "Vihaan", "Kabir", "Ravi", "Mahesh", "Dinesh", "Ashok", "Prakash", "Hemant", "Yash", "Nitin", "Om", "Tejas"),
		family: latin("Sharma", "Paliwal", "Jain", "Singh", "Rathore", "Chouhan", "Meena", "Suthar", "Menaria", "Joshi", "Mehta", "Vyas", "Soni", "Dangi", "Gurjar",
			"Purohit", "Nagda", "Kumawat", "Meghwal", "Bhatt", "Trivedi", "Agarwal", "Lohar", "Audichya", "Sisodia")},
	{share: 14, language: "hi", relationNames: fathers,
		female: other("सीता", "Sita", "कमला", "Kamla", "गीता", "Gita", "सुनीता", "Sunita", "लक्ष्मी", "Lakshmi", "प्रेमा", "Prema", "राधा", "Radha", "मंजू", "Manju"),
		male:   other("राम", "Ram", "श्याम", "Shyam", "मोहन", "Mohan", "गोपाल", "Gopal", "किशन", "Kishan", "हरीश", "Harish", "भंवर", "Bhanwar", "नाथू", "Nathu"),
		family: other("शर्मा", "Sharma", "मीणा", "Meena", "सुथार", "Suthar", "डांगी", "Dangi", "मेघवाल", "Meghwal", "गमेती", "Gameti", "जोशी", "Joshi")},
	{share: 8, single: true, relationNames: fathers,
		female: latin("Bhuri", "Nojki", "Kanku", "Dhapu", "Hanja", "Keli"), male: latin("Bhera", "Kalu", "Nanuda", "Homa", "Lala", "Deva"),
		family: latin("Gameti", "Bhil", "Garasia", "Kharadi")},
	{share: 8, language: "ur", relationNames: []string{"Iqbal Khan", "Abdul Rashid", "Salim Sheikh", "Yusuf Ali"},
		female: other("فاطمہ", "Fatima", "عائشہ", "Ayesha", "زینب", "Zainab", "شبانہ", "Shabana", "نسرین", "Nasreen"),
		male:   other("محمد", "Mohammed", "سلیم", "Salim", "عمران", "Imran", "یوسف", "Yusuf", "اقبال", "Iqbal"),
		family: other("خان", "Khan", "شیخ", "Sheikh", "منصوری", "Mansuri", "قریشی", "Qureshi")},
	{share: 6, language: "gu", relationNames: []string{"Jayesh Patel", "Haresh Shah"},
		female: other("હીના", "Heena", "જયા", "Jaya", "કોકિલા", "Kokila", "દક્ષા", "Daksha"), male: other("જયેશ", "Jayesh", "હરેશ", "Haresh", "કેતન", "Ketan", "મુકેશ", "Mukesh"),
		family: other("પટેલ", "Patel", "શાહ", "Shah", "દેસાઈ", "Desai")},
	{share: 4, language: "ta", relationNames: []string{"Murugan", "Selvam"},
		female: other("மீனாட்சி", "Meenakshi", "லட்சுமி", "Lakshmi", "கவிதா", "Kavitha"), male: other("முருகன்", "Murugan", "செல்வம்", "Selvam", "கார்த்திக்", "Karthik"),
		family: other("முருகன்", "Murugan", "செல்வம்", "Selvam", "ராஜன்", "Rajan")},
	{share: 4, language: "bn", relationNames: []string{"Subhas Ghosh", "Amit Sen"},
		female: other("মৌসুমী", "Mousumi", "শর্মিলা", "Sharmila", "রীনা", "Rina"), male: other("সুভাষ", "Subhas", "অমিত", "Amit", "প্রবীর", "Prabir"),
		family: other("ঘোষ", "Ghosh", "সেন", "Sen", "দাস", "Das")},
	{share: 2, language: "es", female: latin("María José", "Inés"), male: latin("Íñigo", "José Ángel"), family: latin("García Núñez", "Peña Ibáñez")},
	{share: 1, language: "uk", female: other("Олена", "Olena", "Оксана", "Oksana"), male: other("Андрій", "Andrii"), family: other("Шевченко", "Shevchenko", "Ткаченко", "Tkachenko")},
	{share: 1, language: "zh", female: other("芳", "Fang", "丽", "Li"), male: other("伟", "Wei"), family: other("王", "Wang", "陈", "Chen")},
}

// localities lie in and around Udaipur.
var localities = []string{"Fatehpura", "Hiran Magri", "Sukhadia Circle", "Ambamata", "Bhupalpura", "Pratap Nagar", "Shobhagpura", "Bedla", "Chetak Circle", "Madhuban",
	"Goverdhan Vilas", "Savina", "Badgaon", "Nai", "Kaladwas", "Debari", "Eklingpura", "Titardi", "Balicha", "Kanpur"}

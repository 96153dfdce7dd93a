package demo

import "satchel/data/value"

// illnesses is what a family practice sees. Codes are categories of ICD-10 (WHO, 2019).
var illnesses = []illness{
	{reason: "Cold and cough", icd10: "J06.9", name: "Acute upper respiratory infection", weight: 22, from: 1,
		history: []string{"Runny nose and cough for %d days, worse at night. No wheeze heard at home.", "Sore throat, sneezing and a dry cough for %d days."},
		exam:    []string{"Throat red, no pus. Ears normal. Chest clear on both sides.", "Nose blocked. Glands of the neck small and soft. No added sounds over the lungs."},
		plan:    []string{"Rest, warm drinks, steam. No antibiotic needed today.", "Saline nose drops, plenty to drink."},
		gives:   []string{"paracetamol", "cetirizine", "xylometazoline"}, child: []string{"paracetamol-schoolchild", "saline-nose"}, infant: []string{"paracetamol-child", "saline-nose"}},
	{reason: "Fever", icd10: "R50.9", name: "Fever of unknown origin", weight: 14, from: 1, fever: true,
		history: []string{"Fever with shivering for %d days, body ache, headache.", "High fever on and off for %d days, weak, little appetite."},
		exam:    []string{"Hot, not toxic. Neck soft. No rash. Spleen not felt.", "Tongue moist. Chest clear, belly soft. No petechiae."},
		plan:    []string{"Blood count and malaria smear today. Fluids, paracetamol by the clock.", "Tepid sponging, fluids; blood test if the fever lasts until the third day."},
		gives:   []string{"paracetamol"}, child: []string{"paracetamol-schoolchild"}, infant: []string{"paracetamol-child"},
		tests: []*test{haemoglobin, leukocytes, platelets}, again: 3},
	{reason: "Loose motions", icd10: "A09", name: "Acute gastroenteritis", weight: 12, from: 1,
		history: []string{"Six to eight watery stools a day for %d days, vomited twice. No blood.", "Loose stools after a wedding meal, cramps, passing urine as usual."},
		exam:    []string{"Mouth moist, skin turgor normal. Belly soft, bowel sounds loud.", "Mildly dry. No guarding. Drinks eagerly."},
		plan:    []string{"Oral rehydration after every stool, usual food.", "Rice water, curd, rehydration salts; no medicine to stop the stools."},
		gives:   []string{"rehydration", "ondansetron", "paracetamol"}, child: []string{"rehydration"}, infant: []string{"rehydration", "zinc-child"}},
	{reason: "Burning urine", icd10: "N30.0", name: "Acute cystitis", weight: 6, from: 16, to: 80, sex: value.GenderFemale,
		history: []string{"Burning on passing urine for %d days, goes every hour. No fever, no discharge."},
		exam:    []string{"Tender above the pubis, loins free.", "Belly soft, no loin pain on tapping."},
		plan:    []string{"Urine dipstick positive for leukocytes and nitrite. Drink more.", "Culture sent; treatment begun."},
		gives:   []string{"nitrofurantoin", "paracetamol"}, tests: []*test{leukocytes, creatinine}, again: 7},
	{reason: "Back pain", icd10: "M54.5", name: "Low back pain", weight: 9, from: 16,
		history: []string{"Pain low in the back for %d days after lifting. No numbness, bladder normal.", "Stiff back in the mornings, better on moving."},
		exam:    []string{"Muscles tense on the left. Straight leg raise free. Power and reflexes equal.", "Bends to the knees only. No tenderness over the spine itself."},
		plan:    []string{"Stay active, warmth, no bed rest.", "Exercises shown. No X-ray needed."},
		gives:   []string{"ibuprofen", "diclofenac-gel"}},
	{reason: "Knee pain", icd10: "M17.9", name: "Osteoarthritis of the knee", weight: 8, from: 48,
		history: []string{"Pain in the right knee on stairs, stiff for ten minutes in the morning."},
		exam:    []string{"Crepitus, no effusion, bends to 110 degrees.", "Thigh muscle thin on the right. Joint cool."},
		plan:    []string{"Thigh exercises daily, a stick on the left.", "Weight discussed; gel rather than tablets."},
		gives:   []string{"diclofenac-gel", "paracetamol", "calcium"}},
	{reason: "Burning in the stomach", icd10: "K21.9", name: "Gastro-oesophageal reflux", weight: 8, from: 16,
		history: []string{"Burning behind the breastbone after meals for %d days, sour taste at night. No weight loss."},
		exam:    []string{"Belly soft, slight tenderness under the ribs.", "Not pale. Nothing to feel."},
		plan:    []string{"Smaller meals, nothing three hours before sleep, head of the bed raised.", "Less tea and chilli; look again in two weeks."},
		gives:   []string{"omeprazole"}, again: 14},
	{reason: "Itching rash", icd10: "B35.4", name: "Tinea corporis", weight: 6, from: 6,
		history: []string{"Ring-shaped itching patches at the waist for %d days.", "Itching at the groin, worse when sweating."},
		exam:    []string{"Two scaly rings with a raised edge, clear in the middle."},
		plan:    []string{"Dry well after washing, own towel. Cream two weeks longer than it shows."},
		gives:   []string{"clotrimazole", "cetirizine"}, child: []string{"clotrimazole"}},
	{reason: "Itching at night", icd10: "B86", name: "Scabies", weight: 4, from: 5,
		history: []string{"Itching at night for %d days, brother has it too."},
		exam:    []string{"Burrows between the fingers and at the wrists, scratch marks."},
		plan:    []string{"The whole household treated on one evening, linen washed hot."},
		gives:   []string{"permethrin", "cetirizine"}, child: []string{"permethrin"}},
	{reason: "Red eye", icd10: "H10.9", name: "Conjunctivitis", weight: 4, from: 6,
		history: []string{"Both eyes red and sticky in the morning for %d days. Sees well."},
		exam:    []string{"Conjunctiva red, cornea clear, pupils equal."},
		plan:    []string{"Wash with clean water, own towel, no school until dry."},
		gives:   []string{"chloramphenicol-eye"}, child: []string{"chloramphenicol-eye"}},
	{reason: "Sore throat", icd10: "J02.0", name: "Streptococcal pharyngitis", weight: 6, from: 3, to: 45, fever: true,
		history: []string{"Sore throat and fever for %d days, no cough."},
		exam:    []string{"Tonsils large with white spots, glands tender in front. No rash."},
		plan:    []string{"Finish all the capsules. Salt water gargle."},
		gives:   []string{"amoxicillin", "paracetamol"}, child: []string{"paracetamol-schoolchild"}, infant: []string{"amoxicillin-child", "paracetamol-child"}, again: 5},
	{reason: "Headache", icd10: "G44.2", name: "Tension-type headache", weight: 5, from: 14,
		history: []string{"Pressing headache on both sides for %d days, worse towards evening. No vomiting, no change of sight."},
		exam:    []string{"Neck muscles tense. Cranial nerves and gait normal. Fundi not seen."},
		plan:    []string{"Regular sleep and meals, breaks from the screen. Not more than two days of tablets a week."},
		gives:   []string{"paracetamol"}},
	{reason: "Cut on the hand", icd10: "S61.9", name: "Open wound of the hand", weight: 4, from: 6,
		history: []string{"Cut the left palm on a tin this morning. Tetanus injection two years ago."},
		exam:    []string{"Clean wound of 2 cm, tendons and feeling whole."},
		plan:    []string{"Washed, closed with strips. Keep dry."},
		gives:   []string{"mupirocin", "paracetamol"}, child: []string{"mupirocin"}, again: 2},
	{reason: "Tired all the time", icd10: "D50.9", name: "Iron deficiency anaemia", weight: 6, from: 14, sex: value.GenderFemale,
		history: []string{"Tired for months, heavy periods. Eats no meat."},
		exam:    []string{"Conjunctivae pale, nails flat. Heart sounds normal."},
		plan:    []string{"Iron with lemon water, not with tea. Count again in a month."},
		gives:   []string{"iron", "folic-acid"}, tests: []*test{haemoglobin, platelets}, again: 30},
	{reason: "Worms seen", icd10: "B82.0", name: "Intestinal helminthiasis", weight: 3, from: 6,
		history: []string{"Worms seen in the stool, itching at night."}, exam: []string{"Belly soft, weight as expected."},
		plan: []string{"One dose today for all at home. Nails short, hands washed."}, gives: []string{"albendazole"}, child: []string{"albendazole"}},
	{reason: "Sneezing every morning", icd10: "J30.4", name: "Allergic rhinitis", weight: 6, from: 12,
		history: []string{"Sneezing and watery nose every morning for weeks, worse when sweeping."},
		exam:    []string{"Turbinates pale and swollen. Chest clear."},
		plan:    []string{"Wet cloth instead of the broom, pillow in the sun."},
		gives:   []string{"loratadine", "montelukast"}},
	{reason: "Certificate", icd10: "Z02.7", name: "Issue of medical certificate", weight: 3, from: 16,
		history: []string{"Needs a fitness certificate for work. Feels well."}, exam: []string{"Sight 6/6 on both sides. Heart and lungs normal."},
		plan: []string{"Certificate written for one year."}},

	{reason: "Pressure check", icd10: "I10", name: "Essential hypertension", weight: 26, from: 38, stays: true, raises: 22,
		history: []string{"For the regular check. No headache, no chest pain, ankles not swollen.", "Comes for tablets. Giddy once on rising quickly."},
		exam:    []string{"Heart sounds normal, lungs clear, no oedema.", "Pulses equal at the feet. No murmur."},
		plan:    []string{"Same tablets. Less salt and pickle.", "Aim below 140 over 90. Home readings twice a week."},
		gives:   []string{"amlodipine", "telmisartan", "hydrochlorothiazide"}, tests: []*test{creatinine, potassium, ldl}, again: 30},
	{reason: "Sugar check", icd10: "E11.9", name: "Type 2 diabetes mellitus", weight: 18, from: 35, stays: true,
		history: []string{"For the regular check. No thirst, no night-time urine. Feet examined at home.", "Fasting sugar at home between 110 and 150. One low reading after fasting."},
		exam:    []string{"Feet warm, no wounds, monofilament felt at all points.", "Weight steady. Heart and lungs normal. Skin of the feet dry."},
		plan:    []string{"Same medicines. Walk after dinner.", "HbA1c in three months; eyes once a year."},
		gives:   []string{"metformin", "glimepiride", "atorvastatin"}, tests: []*test{fastingSugar, hba1c, creatinine, triglyceride}, again: 30},
	{reason: "Thyroid check", icd10: "E03.9", name: "Hypothyroidism", weight: 8, from: 18, sex: value.GenderFemale, stays: true,
		history: []string{"Takes the tablet at six, breakfast at seven. Less tired than before."},
		exam:    []string{"Thyroid not enlarged, pulse regular, reflexes brisk."},
		plan:    []string{"Same dose; TSH every six months."}, gives: []string{"levothyroxine"}, tests: []*test{thyrotropin}, again: 60},
	{reason: "Asthma check", icd10: "J45.9", name: "Asthma", weight: 7, from: 12, stays: true,
		history: []string{"Wheezes twice a week, wakes once a month.", "Well since the inhaler is used daily; blue inhaler once this week."},
		exam:    []string{"No distress. Soft wheeze on forced breathing out.", "Chest clear. Inhaler technique looked at: shakes, breathes out first."},
		plan:    []string{"Brown inhaler daily, rinse the mouth. Blue one for wheeze only."}, gives: []string{"budesonide", "salbutamol"}, again: 45},
	{reason: "Heart medicines", icd10: "I25.9", name: "Chronic ischaemic heart disease", weight: 7, from: 52, stays: true,
		history: []string{"No chest pain on the stairs. Stent three years ago."}, exam: []string{"Pulse regular, no oedema, lungs clear."},
		plan: []string{"All medicines go on. Never stop them for a fast without asking."}, gives: []string{"aspirin", "atorvastatin"}, tests: []*test{ldl, creatinine}, again: 30},
	{reason: "Prostate", icd10: "N40", name: "Hyperplasia of prostate", weight: 9, from: 58, sex: value.GenderMale, stays: true,
		history: []string{"Rises twice at night, stream weaker, no burning."}, exam: []string{"Bladder not felt after passing urine."},
		plan: []string{"Less tea after six. Capsule after dinner."}, gives: []string{"tamsulosin"}, tests: []*test{creatinine}, again: 60},
	{reason: "Low mood", icd10: "F32.9", name: "Depressive episode", weight: 4, from: 18, to: 70, stays: true,
		history: []string{"Sleeps six hours now, laughs again with the children. No thoughts of death.", "Mornings are hard, goes to work all the same. No thoughts of death."},
		exam:    []string{"Speaks freely, keeps eye contact, tears once."}, plan: []string{"Go on for at least six months. A walk each morning, a talk each month."},
		gives: []string{"sertraline"}, again: 30},
	{reason: "Weak bones", icd10: "M81.9", name: "Osteoporosis", weight: 6, from: 60, sex: value.GenderFemale, stays: true,
		history: []string{"No new fall. Back straight, no sudden pain."}, exam: []string{"Height as before. Gets up from the chair without hands."},
		plan: []string{"Sun for a quarter of an hour, milk, balance exercises."}, gives: []string{"calcium", "colecalciferol"}, again: 90},
}

// dressing is what the patient comes for who comes most often.
var dressing = illness{reason: "Dressing", icd10: "L97", name: "Ulcer of lower limb", from: 1, stays: true,
	history: []string{"For the dressing. Slept well, no fever.", "Dressing held since yesterday. A little more fluid.", "Less pain on walking. Leg raised in the afternoons."},
	exam:    []string{"Wound clean, edge pink, no smell.", "Three by two centimetres, red ground, some slough at the lower edge.", "Skin around it dry. Pulses of the foot felt."},
	plan:    []string{"Washed with saline, new dressing, bandage from the toes.", "Same again tomorrow. Measure on Monday."},
	gives:   []string{"paracetamol"}}

// passing are the illnesses that come and go, each as often as its weight says.
var passing = func() (list []*illness) {
	for i := range illnesses {
		for range illnesses[i].weight {
			if !illnesses[i].stays {
				list = append(list, &illnesses[i])
			}
		}
	}
	return list
}()

// ill chooses why a person comes.
func ill(c chance, p *person, age int) *illness {
	if len(p.ills) > 0 && c.percent(65) {
		return pick(c, p.ills)
	}
	for range 50 {
		if i := pick(c, passing); i.fits(p, age) {
			return i
		}
	}
	return passing[0] // a cold, which everybody may have
}

"""What every figure of a report means, in both languages. The Khmer is a draft that no native reader has signed yet."""

from collections.abc import Mapping

Text = Mapping[str, str]

NOTE: Text = {
    "en": "No row of this report is a numbered clause of the 2009 Minimum Standards; each names its source, provenance and grade.",
    "km": "គ្មានជួរណាមួយនៃរបាយការណ៍នេះជាប្រការមានលេខរៀងនៃបទដ្ឋានអប្បបរមាឆ្នាំ ២០០៩ ទេ។ ជួរនីមួយៗបញ្ជាក់ប្រភព និងកម្រិតរបស់ខ្លួន។",
}

FIGURES: Mapping[str, Text] = {
    "subjects": {
        "en": "Cases (or members of staff) the row is about: those known by the day of the figures and active in the period.",
        "km": "ចំនួនករណី (ឬបុគ្គលិក) ដែលជួរនេះនិយាយអំពី៖ បានដឹងត្រឹមថ្ងៃនៃតួលេខ និងសកម្មក្នុងរយៈពេលនោះ។",
    },
    "applicable": {
        "en": "Findings that apply: met, unmet, overdue, unknown, waived and pending together.",
        "km": "ការវិនិច្ឆ័យដែលអនុវត្តបាន៖ បានបំពេញ មិនបានបំពេញ ហួសកំណត់ មិនដឹង លើកលែង និងរង់ចាំ សរុបរួម។",
    },
    "met": {
        "en": "The recorded facts show it, or the person refused the offer, informed.",
        "km": "អង្គហេតុដែលបានកត់ត្រាបង្ហាញថាបានបំពេញ ឬសាមីខ្លួនបានបដិសេធដោយមានព័ត៌មានពេញលេញ។",
    },
    "unmet": {
        "en": "Breached beyond repair, done late, or a fact is known to be false.",
        "km": "បានរំលោភដោយមិនអាចកែបាន បានធ្វើយឺត ឬអង្គហេតុត្រូវបានដឹងថាមិនពិត។",
    },
    "overdue": {
        "en": "The limit has passed, nothing is recorded as done, and it can still be done.",
        "km": "ផុតកំណត់ពេល គ្មានកំណត់ត្រាថាបានធ្វើ ហើយនៅអាចធ្វើបាន។",
    },
    "unknown": {
        "en": "The moment has passed and the fact that would decide was not recorded. Never counts as met.",
        "km": "ពេលបានកន្លងផុត ហើយអង្គហេតុសម្រេចមិនបានកត់ត្រា។ មិនរាប់ថាបានបំពេញឡើយ។",
    },
    "waived": {"en": "An approved waiver in force covers it.", "km": "មានការលើកលែងដែលបានអនុម័ត និងនៅមានសុពលភាព។"},
    "pending": {"en": "The moment or the limit has not come yet.", "km": "ពេល ឬកំណត់ពេលមិនទាន់មកដល់។"},
    "not_applicable": {
        "en": "The standard does not apply to the case, or there is nothing of the kind.",
        "km": "បទដ្ឋានមិនអនុវត្តចំពោះករណីនេះ ឬគ្មានរឿងប្រភេទនេះ។",
    },
    "share_met": {
        "en": "met / (met + unmet + overdue + unknown + waived), rounded to four places; empty where there is none of them.",
        "km": "បានបំពេញ / (បានបំពេញ + មិនបានបំពេញ + ហួសកំណត់ + មិនដឹង + លើកលែង) បង្គត់ត្រឹមបួនខ្ទង់ ហើយទទេបើគ្មាន។",
    },
    "overdue_days_max": {
        "en": "Local days from the due day to the day of the figures, of the finding overdue longest.",
        "km": "ចំនួនថ្ងៃពីថ្ងៃកំណត់ដល់ថ្ងៃនៃតួលេខ នៃការវិនិច្ឆ័យដែលហួសកំណត់យូរជាងគេ។",
    },
    "overdue_days_median": {
        "en": "The same days of the finding in the middle; of two in the middle the lower one.",
        "km": "ចំនួនថ្ងៃដូចគ្នា នៃការវិនិច្ឆ័យនៅកណ្តាល បើមានពីរ យកតួទាបជាង។",
    },
    "unmet_of_a_limit": {
        "en": "Of the unmet, those that broke a limit of time: done late, ended undone, or with too long a gap.",
        "km": "ក្នុងចំណោមមិនបានបំពេញ អ្នកដែលរំលោភកំណត់ពេល៖ ធ្វើយឺត បញ្ចប់ដោយមិនបានធ្វើ ឬចន្លោះពេលវែងពេក។",
    },
    "breaches": {
        "en": "Findings that are unmet, overdue or unknown, of all standards together.",
        "km": "ការវិនិច្ឆ័យដែលមិនបានបំពេញ ហួសកំណត់ ឬមិនដឹង នៃបទដ្ឋានទាំងអស់សរុបរួម។",
    },
    "answers": {
        "en": "What the organisation said to each standard with a breach and each missed duty: cause, remedy, by when, by whom.",
        "km": "អ្វីដែលអង្គការបានឆ្លើយចំពោះបទដ្ឋាននីមួយៗដែលមានការរំលោភ និងកាតព្វកិច្ចនីមួយៗដែលខកខាន៖ មូលហេតុ វិធានការ ពេលណា និងដោយអ្នកណា។",
    },
    "plan": {
        "en": "What the organisation has to put right, as it stood when the report was frozen.",
        "km": "អ្វីដែលអង្គការត្រូវកែតម្រូវ គិតត្រឹមពេលដែលរបាយការណ៍ត្រូវបានបិទ។",
    },
    "waivers": {
        "en": "Waivers approved by the day of the figures and in force on any day of the period, with the reason's code.",
        "km": "ការលើកលែងដែលបានអនុម័តត្រឹមថ្ងៃនៃតួលេខ និងមានសុពលភាពនៅថ្ងៃណាមួយនៃរយៈពេល ជាមួយកូដនៃមូលហេតុ។",
    },
    "cases": {
        "en": "Cases known by the day of the figures and active in the period, by step, age class and sex as of that day.",
        "km": "ករណីដែលបានដឹងត្រឹមថ្ងៃនៃតួលេខ និងសកម្មក្នុងរយៈពេល តាមជំហាន ក្រុមអាយុ និងភេទ គិតត្រឹមថ្ងៃនោះ។",
    },
    "by_step": {"en": "Cases by the step they were in.", "km": "ករណីតាមជំហាន។"},
    "by_age_class": {"en": "Cases by age class.", "km": "ករណីតាមក្រុមអាយុ។"},
    "by_sex": {"en": "Cases by sex.", "km": "ករណីតាមភេទ។"},
    "limit": {
        "en": "The limit of the standard as the catalogue writes it: PT24H is 24 hours, P3D 3 days, P1M 1 month; empty where it has none.",
        "km": "កំណត់ពេលនៃបទដ្ឋាន ដូចដែលបានសរសេរក្នុងបញ្ជី៖ PT24H គឺ ២៤ ម៉ោង P3D គឺ ៣ ថ្ងៃ P1M គឺ ១ ខែ ហើយទទេបើគ្មាន។",
    },
    "limit_basis": {
        "en": "Where the limit comes from. sourced: it stands in a source. inherent: it follows from the order of events. proposed: "
        "the number is ours, not the government's, and an organisation may replace it.",
        "km": "ប្រភពនៃកំណត់ពេល។ sourced៖ មានចែងក្នុងប្រភព។ inherent៖ កើតចេញពីលំដាប់នៃហេតុការណ៍។ proposed៖ ចំនួននេះជាសំណើរបស់យើង "
        "មិនមែនរបស់រដ្ឋាភិបាលទេ ហើយអង្គការអាចជំនួសបាន។",
    },
    "setting": {
        "en": "The name under which an organisation may set a number of its own in place of a proposed one; what it set is listed.",
        "km": "ឈ្មោះដែលអង្គការអាចកំណត់ចំនួនផ្ទាល់ខ្លួន ជំនួសចំនួនដែលបានស្នើ។ ចំនួនដែលអង្គការបានកំណត់ មានក្នុងបញ្ជី។",
    },
    "provenance": {
        "en": "SRC: stated in the source documents of the catalogue. KH: found in another Cambodian source. KH-FORM: taken from the "
        "Cambodian case forms as built into OSCaR. INT: derived from a named international text.",
        "km": "SRC៖ មានចែងក្នុងឯកសារប្រភពនៃបញ្ជី។ KH៖ មានក្នុងប្រភពកម្ពុជាផ្សេងទៀត។ KH-FORM៖ យកពីទម្រង់ករណីរបស់កម្ពុជាដូចមានក្នុង OSCaR។ "
        "INT៖ យកពីអត្ថបទអន្តរជាតិដែលមានឈ្មោះ។",
    },
    "grade": {
        "en": "A: the wording was seen in a copy. B: only a heading, a summary or a secondary account was seen, or our wording goes "
        "further. C: recalled from general knowledge, not seen: check before relying on it.",
        "km": "A៖ បានឃើញពាក្យដើមក្នុងច្បាប់ចម្លង។ B៖ បានឃើញតែចំណងជើង សេចក្តីសង្ខេប ឬប្រភពបន្ទាប់បន្សំ ឬពាក្យរបស់យើងលើសពីនោះ។ "
        "C៖ តាមចំណេះដឹងទូទៅ មិនបានឃើញ ត្រូវពិនិត្យមុននឹងប្រើ។",
    },
    "hidden": {
        "en": "The word hidden in a table, null in JSON, stands for a count from 1 to 10, or for a figure from which such a count could be "
        "worked out. Zero is shown. Whether anything is hidden in this report, hidden_below says.",
        "km": "ពាក្យ hidden ក្នុងតារាង ឬ null ក្នុង JSON តំណាងឲ្យចំនួនពី ១ ដល់ ១០ ឬតួលេខដែលអាចឲ្យគេគណនារកចំនួនបែបនោះ។ សូន្យត្រូវបានបង្ហាញ។",
    },
}

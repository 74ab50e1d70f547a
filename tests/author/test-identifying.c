/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/identifying.h"

/* Questions as forms put them: those that a kiosk must not ask, and those that sound alike and
 * are what a check is made of. */
static const struct
{
  const char *language;
  const char *identifying[12];
  const char *harmless[12];
} questions[] = {
  { "en",
    { "What is your name?",
      "Child's name",
      "Date of birth",
      "PASSPORT NUMBER",
      "ID card number",
      "What is your nationality?",
      "Which country do you come from?",
      "Phone number",
      "Your home address",
      "How did you get here?",
      "Where do you sleep?",
      "Phone" },
    { "What is the name of the medicine?",
      "How old are you?",
      "Is there pain when giving birth?",
      "Did it get better?",
      "Where does it hurt?",
      "Do you have a place to sleep tonight?",
      "Can somebody call you an ambulance by phone?",
      "How did it start?",
      "Do you have enough food?",
      "How long have you been coughing?",
      "Are you pregnant?",
      "Can you address the pain with rest?" } },
  { "fr",
    { "Quel est votre nom ?",
      "Prénom",
      "Date de naissance",
      "Numéro de téléphone",
      "Carte d’identité",
      "Votre nationalité",
      "De quel pays venez-vous ?",
      "Votre adresse",
      "Où dormez-vous ?",
      "Comment êtes-vous arrivé ici ?",
      "Adresse",
      "Titre de séjour" },
    { "Quel est le nom du médicament ?",
      "Avez-vous de la fièvre ?",
      "Toussez-vous maintenant ?",
      "Où avez-vous mal ?",
      "Quel âge avez-vous ?",
      "Dormez-vous mal ?",
      "Pouvez-vous appeler par téléphone ?",
      "Depuis combien de temps ?",
      "Comment cela a-t-il commencé ?",
      "Êtes-vous enceinte ?",
      "Adressez-vous à quelqu’un ?",
      "Avez-vous assez à manger ?" } },
  { "ar",
    { "ما اسمك؟",
      "تاريخ الميلاد",
      "رقم الهاتف",
      "ما جنسيتك؟",
      "رقم جواز السفر",
      "بطاقة الهوية",
      "أين تسكن؟",
      "ما عنوانك؟",
      "من أي بلد أنت؟",
      "كيف وصلت إلى هنا؟",
      "الاسم الكامل",
      "متى ولدت؟" },
    { "هل تعاني من السعال الآن؟",
      "هل هناك ألم في الصدر؟",
      "ما اسم الدواء؟",
      "كم عمرك؟",
      "أين تشعر بالألم؟",
      "هل أنت حامل؟",
      "منذ متى بدأ السعال؟",
      "هل تنام جيدًا؟",
      "هل لديك طعام كافٍ؟",
      "هل تنزفين بعد الولادة؟",
      "كيف بدأ الألم؟",
      "هل يمكنك الاتصال بأحد؟" } },
  { "es",
    { "¿Cuál es su nombre?",
      "Apellidos",
      "Fecha de nacimiento",
      "Número de pasaporte",
      "Documento de identidad",
      "¿Cuál es su nacionalidad?",
      "¿De qué país viene?",
      "Número de teléfono",
      "Su dirección",
      "¿Dónde duerme?",
      "¿Cómo llegó aquí?",
      "¿Cuándo nació usted?" },
    { "¿Cuál es el nombre del medicamento?",
      "¿Dónde le duele?",
      "¿Cuántos años tiene?",
      "¿Tiene fiebre?",
      "¿Duerme mal?",
      "¿Cómo se llama el medicamento?",
      "¿Puede llamar por teléfono?",
      "¿Está embarazada?",
      "¿Cómo empezó?",
      "¿Tiene comida?",
      "¿Ha nacido el bebé hace menos de seis semanas?",
      "¿Tose por la noche?" } },
  { "fa",
    { "نام شما چیست؟",
      "نام خانوادگی",
      "تاریخ تولد",
      "شماره پاسپورت",
      "شماره تذکره",
      "تابعیت شما چیست؟",
      "از کدام کشور هستید؟",
      "شماره تلفن",
      "آدرس شما",
      "کجا زندگی می‌کنید؟",
      "چگونه به اینجا آمدید؟",
      "نام پدر" },
    { "نام دوا چیست؟",
      "چند سال دارید؟",
      "کجا درد دارید؟",
      "آیا تب دارید؟",
      "آیا حامله هستید؟",
      "آیا خوب می‌خوابید؟",
      "از چه وقت سرفه می‌کنید؟",
      "آیا غذای کافی دارید؟",
      "آیا می‌توانید تلفن کنید؟",
      "درد چگونه شروع شد؟",
      "آیا نفس کشیدن سخت است؟",
      "آیا کسی به شما کمک می‌کند؟" } },
  { "uk",
    { "Ваше ім’я",
      "Прізвище",
      "Дата народження",
      "Номер паспорта",
      "Посвідка на проживання",
      "Ваше громадянство",
      "З якої ви країни?",
      "Номер телефону",
      "Ваша адреса",
      "Де ви живете?",
      "Як ви сюди дісталися?",
      "Як вас звати?" },
    { "Як називаються ліки?",
      "Де болить?",
      "Скільки вам років?",
      "Чи є у вас гарячка?",
      "Чи ви вагітні?",
      "Чи добре ви спите?",
      "Чи можете ви зателефонувати?",
      "Як це почалося?",
      "Чи вистачає вам їжі?",
      "Чи кашляєте ви вночі?",
      "Чи важко вам дихати?",
      "Чи народилася дитина цього місяця?" } },
  { "tr",
    { "Adınız nedir?",
      "Ad soyad",
      "Doğum tarihi",
      "Pasaport numarası",
      "Kimlik numarası",
      "Uyruğunuz",
      "Hangi ülkeden geldiniz?",
      "Telefon numarası",
      "Adresiniz",
      "Nerede kalıyorsunuz?",
      "Buraya nasıl geldiniz?",
      "Soyadınız" },
    { "İlacın adı nedir?",
      "Kaç yaşındasınız?",
      "Nereniz ağrıyor?",
      "Ateşiniz var mı?",
      "Hamile misiniz?",
      "Son adet ne zamandı?",
      "İyi uyuyor musunuz?",
      "Nasıl başladı?",
      "Telefonla yardım isteyebilir misiniz?",
      "Yeterli yiyeceğiniz var mı?",
      "Doğumdan sonra kanama var mı?",
      "Geceleri öksürüyor musunuz?" } },
  { "so",
    { "Magacaagu waa kuma?",
      "Magaca oo dhan",
      "Taariikhda dhalashada",
      "Lambarka baasaboorka",
      "Kaarka aqoonsiga",
      "Dhalashadaadu waa maxay?",
      "Wadanka aad ka timid",
      "Lambarka telefoonka",
      "Cinwaankaaga",
      "Xaggee ayaad ku nooshahay?",
      "Sidee ayaad ku timid?",
      "Taleefankaaga" },
    { "Magaca dawadu waa maxay?",
      "Imisa jir ayaad tahay?",
      "Xaggee ku xanuunaysaa?",
      "Qandho ma leedahay?",
      "Uur ma leedahay?",
      "Si fiican ma u seexataa?",
      "Sidee ayay ku bilaabatay?",
      "Cunto kugu filan ma haysataa?",
      "Dhalashada ka dib ma dhiig baxaysaa?",
      "Habeenkii ma qufacdaa?",
      "Neefta ma kugu adag tahay?",
      "Qof ma kuu wici karaa?" } },
  { "ti",
    { "ስምካ መን እዩ?",
      "ሙሉእ ስም",
      "ዕለት ልደት",
      "ቁጽሪ ፓስፖርት",
      "ወረቐት መንነት",
      "ዜግነትካ እንታይ እዩ?",
      "ካበይ ሃገር መጺእኩም?",
      "ቁጽሪ ተሌፎን",
      "ኣድራሻኹም",
      "ኣበይ ትነብሩ?",
      "ብኸመይ ናብዚ መጺእኩም?",
      "ቁጽሪ ስልኪ" },
    { "ስም እቲ መድሃኒት እንታይ እዩ?",
      "ዕድሜኻ ክንደይ እዩ?",
      "ኣበይ የሕምመካ?",
      "ረስኒ ኣለካ ዶ?",
      "ጥንስቲ ዲኺ?",
      "ጽቡቕ ትድቅስ ዶ?",
      "ካብ መዓስ ጀሚሩ ትስዕል?",
      "እኹል መግቢ ኣለካ ዶ?",
      "ብኸመይ ጀሚሩ?",
      "ምስትንፋስ የጸግመካ ዶ?",
      "ለይቲ ትስዕል ዶ?",
      "ሰብ ክሕግዘካ ይኽእል ዶ?" } },
  { "sw",
    { "Jina lako ni nani?",
      "Jina kamili",
      "Tarehe ya kuzaliwa",
      "Nambari ya pasipoti",
      "Nambari ya kitambulisho",
      "Uraia wako",
      "Unatoka nchi gani?",
      "Nambari ya simu",
      "Anwani yako",
      "Unaishi wapi?",
      "Ulifikaje hapa?",
      "Unaitwa nani?" },
    { "Jina la dawa ni nini?",
      "Una umri gani?",
      "Unaumwa wapi?",
      "Je, una homa?",
      "Je, una ujauzito?",
      "Je, unalala vizuri?",
      "Ilianzaje?",
      "Je, una chakula cha kutosha?",
      "Je, unaweza kupiga simu?",
      "Je, unakohoa usiku?",
      "Je, ni vigumu kupumua?",
      "Je, mtoto alizaliwa mwezi huu?" } },
};

static void
test_language (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);

  for (guint q = 0; q < G_N_ELEMENTS (questions[i].identifying); q++)
    {
      if (tambo_identifying_find_words (questions[i].identifying[q]) == NULL)
        g_test_fail_printf ("not found: %s", questions[i].identifying[q]);
    }
  for (guint q = 0; q < G_N_ELEMENTS (questions[i].harmless); q++)
    {
      const char *pattern = tambo_identifying_find_words (questions[i].harmless[q]);

      if (pattern != NULL)
        g_test_fail_printf ("harmless: %s, found by %s", questions[i].harmless[q], pattern);
    }
}

static void
test_codes (void)
{
  g_assert_true (tambo_identifying_is_code ("21112-8"));
  g_assert_false (tambo_identifying_is_code ("44260-8"));
  g_assert_false (tambo_identifying_is_code (NULL));
}

static void
test_definitions (void)
{
  g_assert_true (tambo_identifying_is_definition (
      "http://hl7.org/fhir/StructureDefinition/Patient#Patient.birthDate"));
  g_assert_true (tambo_identifying_is_definition ("Patient.name.given"));
  g_assert_false (tambo_identifying_is_definition ("Patient.gender"));
  g_assert_false (tambo_identifying_is_definition (
      "http://hl7.org/fhir/StructureDefinition/Observation#Observation.value"));
  g_assert_false (tambo_identifying_is_definition (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *path = g_strconcat ("/author/identifying/words/",
                                           questions[i].language,
                                           NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_language);
    }
  g_test_add_func ("/author/identifying/codes", test_codes);
  g_test_add_func ("/author/identifying/definitions", test_definitions);

  return g_test_run ();
}

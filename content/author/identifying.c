/* SPDX-FileCopyrightText: The Tambo contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "content/author/identifying.h"

/* A kiosk asks for no name, birth date, document, nationality, route, phone or address: what is
 * never asked can never be taken from anybody. Words that also mean something harmless ("the name
 * of the medicine", "where does it hurt") stand in the phrase that gives them away. The languages
 * are those that we can read; the order is that of the sentence above. */
static const char *const patterns[] = {
  /* English */
  "\\b(your|first|last|full|given|family|middle|maiden|child'?s|patient'?s|mother'?s|father'?s) "
  "name\\b|\\bsurname\\b|\\Aname\\W*\\z|what are you called",
  "\\b(date of birth|birth ?date|birthday)\\b|\\bwhen were you born\\b",
  "\\bpassport\\b|\\b(identity|id|residence) (card|document|papers|number|permit)\\b|\\bvisa\\b",
  "\\b(nationality|citizenship|country of (origin|birth)|immigration status)\\b|"
  "\\b(which|what) country\\b|\\bwhere are you from\\b",
  "\\b(which|what|your|migration|travel) route\\b|\\bhow did you (come|get|arrive) (here|to)\\b|"
  "\\bwhich countries did you\\b",
  "\\b(phone|telephone|mobile|whatsapp) number\\b|\\byour (phone|telephone|mobile)\\b(?! with)|"
  "\\A(phone|telephone|mobile)\\W*\\z",
  "\\b(your|home|postal|e-?mail) address\\b|\\A(address|e-?mail)\\W*\\z|"
  "\\bwhere do you (live|sleep|stay)\\b",

  /* French */
  "\\b(votre|ton) nom\\b|\\b(prénom|nom de famille|nom complet)\\b|comment vous appelez-vous",
  "\\bdate de naissance\\b|quand êtes-vous née?\\b",
  "\\bpasseport\\b|\\b(pièce|carte|papiers) d['’]identité\\b|\\btitre de séjour\\b",
  "\\bnationalité\\b|\\bpays (d['’]origine|de naissance)\\b|\\bquel pays\\b|d['’]où venez-vous",
  "\\bcomment êtes-vous (venue?|arrivée?)\\b|\\bpar quel (chemin|trajet|itinéraire)\\b|"
  "\\bvotre (trajet|itinéraire)\\b",
  "\\bnuméro de (téléphone|portable|mobile)\\b|\\bvotre (téléphone|portable)\\b|"
  "\\A(téléphone|portable)\\W*\\z",
  "\\bvotre adresse\\b|\\badresse (postale|complète|e-?mail|électronique)\\b|\\Aadresse\\W*\\z|"
  "\\boù (habitez|vivez|dormez|logez)-vous\\b",

  /* Arabic */
  "اسمك|الاسم الكامل|اسم العائلة|اسم الطفل|اسم الأب|لقبك",
  "تاريخ (الميلاد|ميلادك|ولادتك|الولادة)|متى ولدت",
  "جواز (السفر|سفرك)|(بطاقة|رقم|وثيقة) (الهوية|هويتك)|تصريح الإقامة",
  "جنسيتك|الجنسية|بلد المنشأ|بلدك الأصلي|من أي بلد|أي بلد جئت",
  "كيف (وصلت|جئت|أتيت) إلى (هنا|هذا البلد)|أي طريق سلكت|مسار رحلتك",
  "رقم (الهاتف|هاتفك|الجوال|جوالك|الموبايل)|هاتفك|الهاتف المحمول",
  "عنوانك|العنوان البريدي|البريد الإلكتروني|بريدك|أين تسكن|أين تعيش|أين تنام",

  /* Spanish */
  "\\b(su|tu) nombre\\b|\\bnombre (completo|y apellidos?|de pila)\\b|\\bapellidos?\\b|"
  "\\bcómo (se llama usted|te llamas)\\b|\\Anombre\\W*\\z",
  "\\bfecha de nacimiento\\b|\\bcuándo (nació usted|naciste)\\b",
  "\\bpasaporte\\b|\\b(documento|carné|tarjeta|cédula|número) de identidad\\b|\\b(DNI|NIE)\\b|"
  "\\bpermiso de residencia\\b",
  "\\b(nacionalidad|ciudadanía)\\b|\\bpaís de (origen|nacimiento)\\b|\\bqué país\\b|"
  "\\bde dónde (es|viene) usted\\b",
  "\\bcómo (llegó|vino|entró) (aquí|hasta aquí|a este país|al país)\\b|\\b(qué|su) ruta\\b",
  "\\bnúmero de (teléfono|móvil|celular)\\b|\\b(su|tu) (teléfono|móvil|celular)\\b|"
  "\\A(teléfono|móvil|celular)\\W*\\z",
  "\\b(su|tu) dirección\\b|\\bdirección (postal|de correo)\\b|\\bcorreo electrónico\\b|"
  "\\bdónde (vive|duerme|reside|se aloja)\\b",

  /* Persian, as in Iran and Afghanistan */
  "نام (شما|خود|کامل|خانوادگی|پدر|مادر|کودک|فامیل)|نام‌تان|نامتان|اسم شما|اسمتان|تخلص",
  "تاریخ (تولد|تولدتان)|کی به دنیا آمدید",
  "پاسپورت|گذرنامه|(کارت|شماره|سند) (هویت|شناسایی|ملی)|تذکره|شناسنامه",
  "تابعیت|ملیت|کشور (مبدأ|مبدا|اصلی)|کدام کشور|چه کشوری|اهل کجا",
  "(چگونه|چطور) به اینجا (آمدید|رسیدید)|از (کدام|چه) (راه|مسیر)ی? ?(آمدید|رسیدید)|مسیر سفر",
  "شماره[ٔ]? ?(تلفن|تلیفون|تیلفون|موبایل|همراه)|(تلفن|تلیفون|موبایل) (شما|خود)",
  "(آدرس|نشانی) (شما|خود|منزل|خانه|پستی)|ایمیل|کجا (زندگی|می‌خوابید|سکونت)",

  /* Ukrainian */
  "\\b(ваше|повне|твоє|дитини) ім['’ʼ]я\\b|\\bім['’ʼ]я (та|і|й) прізвище\\b|\\bпрізвище\\b|"
  "\\bпо батькові\\b|\\bяк вас звати\\b",
  "\\bдат[аиу] (вашого )?народження\\b|\\bколи ви народилися\\b",
  "\\bпаспорт|\\bпосвідк\\w* на\\b|\\b(документ|посвідчення)\\w* (особи|що посвідчує)|"
  "\\bідентифікаційний (код|номер)\\b",
  "\\b(громадянство|національність)\\b|\\bкраїн\\w* походження\\b|\\b(якої|якій|яка) (ви )?країн",
  "\\bяк ви (сюди )?(дісталися|приїхали|потрапили|прибули)\\b|\\bяким (маршрутом|шляхом) ви\\b|"
  "\\bваш маршрут\\b",
  "\\bномер\\w* (вашого )?(телефон|мобільн)|\\bваш (телефон|мобільний)\\b",
  "\\bваш[ау] адрес|\\b(домашн|поштов|електронн)\\w+ адрес|\\bелектронн\\w+ пошт|"
  "\\bде ви (живете|мешкаєте|ночуєте|спите|проживаєте)\\b",

  /* Turkish */
  "\\b(adınız|isminiz|soyadınız|adın ne|ismin ne)\\b|\\bad[ıi]?,? (ve )?soyad|\\bsoyad[ıi]?\\b|"
  "\\bçocuğun(uzun)? (adı|ismi)\\b|\\btam ad\\b",
  "\\bdoğum (tarih|gün)|\\bne zaman doğdunuz\\b",
  "\\bpasaport|\\bkimlik (kart|numara|belge|no)|\\bkimliğiniz|\\boturma izn",
  "\\b(uyruğ|uyruk|vatandaşlı|milliyet)|\\bhangi ülke|\\bmenşe ülke|\\bnerelisiniz\\b",
  "\\bburaya nasıl (geldiniz|ulaştınız)\\b|\\bhangi (yoldan|yolla|güzergah)|\\bgüzergâh",
  "\\btelefon (numara|no)|\\btelefonunuz\\b|\\bcep telefonu(nuz)?\\b",
  "\\badresiniz\\b|\\b(ev|posta) adresi\\b|\\be-?posta\\b|"
  "\\bnerede (yaşıyor|kalıyor|oturuyor|uyuyor)sunuz\\b",

  /* Somali */
  "\\bmagac(aag|iinn|a oo dhan|a buuxa|a qoyska|a ilmaha|a aabbaha)|\\bmaxaa lagu yidhaahdaa\\b",
  "\\btaariikh(da|dda) dhalasha|\\bgoorma ayaad dhalatay\\b",
  "\\bbaasaboor|\\baqoonsi(ga|gaaga)?\\b|\\bsharciga deggenaan",
  "\\b(jinsiyad|dhalashadaad|muwaadinimo)|\\b(wadanka|waddanka|dalka) (aad ka timid|asal)|"
  "\\b(wadan|waddan)kee\\b|\\bdalkee\\b",
  "\\bsidee (ayaad|baad|ayaad ku|baad ku) (halkan )?(timid|ku timid|u timid)|\\b(jid|waddo)kee\\b",
  "\\b(lambar|nambar|numbar)(ka|kaaga)? (telefoon|teleefoon|taleefan|mobayl)|"
  "\\b(telefoon|teleefoon|taleefan|mobayl)kaaga\\b",
  "\\bcinwaan(ka|kaaga)\\b|\\biimayl|\\bxaggee (ayaad|baad) (ku )?(nool|noosh|degan|seexa)",

  /* Tigrinya */
  "ስምካ|ስምኪ|ስምኩም|ሙሉእ ስም|ስም (ኣቦ|ኣደ|ቆልዓ|ህጻን)|መን ትበሃል",
  "ዕለት ልደት|ዕለተ ልደት|መዓስ ተወሊድ",
  "ፓስፖርት|መንነት|መታወቂ|ናይ መንበሪ ፍቓድ",
  "ዜግነት|(ካበይ|ካብ ኣየናይ|ካብ ኣየነይቲ) (ዓዲ|ሃገር)|ሃገር (መበቆል|ትውልዲ)|ኣየናይ ሃገር",
  "ብኸመይ (ናብዚ|ናብዛ ሃገር) ?(መጺእ|ኣቲ)|ብኣየናይ መንገዲ",
  "ቁጽሪ (ተሌፎን|ቴሌፎን|ስልኪ|ሞባይል)|(ተሌፎን|ቴሌፎን)(ካ|ኪ|ኩም)|ስልክ(ኻ|ኺ|ኹም)",
  "ኣድራሻ|ኢመይል|ኣበይ (ትነብር|ትነብሪ|ትነብሩ|ትድቅስ|ትድቅሲ|ትድቅሱ)",

  /* Swahili */
  "\\bjina (lako|kamili|la (ukoo|mtoto|familia|kwanza|baba|mama))\\b|\\bunaitwa nani\\b",
  "\\btarehe (yako )?ya kuzaliwa\\b|\\bulizaliwa lini\\b|\\bsiku ya kuzaliwa\\b",
  "\\bpasipoti\\b|\\bkitambulisho\\b|\\bhati ya (utambulisho|kusafiria)\\b|\\bkibali cha kuishi\\b",
  "\\b(uraia|utaifa)\\b|\\bnchi (gani|ya asili|unayotoka|yako)\\b|\\bunatoka (nchi|wapi)\\b",
  "\\bulifikaje (hapa|nchi)|\\bulikujaje\\b|\\bnjia (gani ulipitia|uliyopitia)\\b",
  "\\b(nambari|namba) (yako )?ya simu\\b|\\bsimu yako\\b",
  "\\banwani\\b|\\bbarua ?pepe\\b|\\bun(aishi|alala|akaa) wapi\\b",
};

/* LOINC: first and last name, birth date, phone, address, country of birth. */
static const char *const codes[] = { "45392-8", "45394-4", "21112-8",
                                     "42077-8", "56799-0", "66477-1" };

/**
 * tambo_identifying_find_words:
 *
 * Returns: (transfer none) (nullable): the pattern that finds @text asking who somebody is
 */
const char *
tambo_identifying_find_words (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      if (g_regex_match_simple (patterns[i], text, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0))
        return patterns[i];
    }

  return NULL;
}

/* Whatever the words are: an item may say by its code that it is somebody's birth date. */
gboolean
tambo_identifying_is_code (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_strcmp0 (codes[i], code) == 0)
        return TRUE;
    }

  return FALSE;
}

/* …or that it fills in a part of a FHIR Patient that says who it is. */
gboolean
tambo_identifying_is_definition (const char *definition)
{
  return definition != NULL &&
         g_regex_match_simple ("\\b(Patient|RelatedPerson|Person)\\."
                               "(name|birthDate|telecom|address|identifier|photo|contact)\\b",
                               definition,
                               0,
                               0);
}

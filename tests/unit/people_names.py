# ruff: noqa: RUF001 - the Turkish i without a dot is meant
"""Spellings of one name that must meet, by origin, and pairs of different names that must not.

Collected from how such names are written in Danish letters, lists and registers; not from the rules under test.
"""


def _pairs(text: str) -> list[tuple[str, str]]:
    written = [line.strip() for line in text.replace("·", "\n").splitlines()]
    return [(first, second) for line in written if line for first, second in [line.split("/")]]


DANISH = _pairs("""
Møller/Moeller · Møller/Moller · Sørensen/Soerensen · Sørensen/Sorensen · Jørgen/Jorgen · Bjørn/Bjoern
Søren/Soren · Åse/Aase · Åge/Aage · Kirkegaard/Kirkegård · Nørgaard/Noergaard · Østergaard/Ostergård
Damgaard/Damgård · Christian/Kristian · Christensen/Kristensen · Christoffer/Kristoffer · Christina/Kristina
Christine/Kristine · Carl/Karl · Caroline/Karoline · Cecilie/Cæcilie · Cathrine/Katrine · Camilla/Kamilla
Clara/Klara · Lucas/Lukas · Marcus/Markus · Oscar/Oskar · Victor/Viktor · Frederik/Fredrik · Mathias/Matias
Michael/Mikael · Nicolai/Nikolaj · Niklas/Nicklas · Sofie/Sophie · Sofia/Sophia · Filip/Philip
Josefine/Josephine · Stefan/Stephan · Thomas/Tomas · Thea/Tea · Thor/Tor · Kasper/Casper · Jacob/Jakob
Isabella/Izabella · Henrik/Henrich · Erik/Eric · Dennis/Denis · Maja/Maya · Freja/Freya · Lærke/Laerke
Emilie/Emily · Hansen/Hanssen · Nielsen/Nilsen · Olsen/Olesen · Schmidt/Smidt · Schultz/Schulz · Skov/Schou
Kjær/Kjaer · Kjær/Kær · Kjeld/Keld · Villads/Willads · William/Villiam · Vilma/Wilma · Walther/Valter
Winther/Vinter · Bech/Beck · Beck/Bæk · Krogh/Krog · Thygesen/Tygesen · Thomsen/Tomsen · Elisabeth/Elizabeth
Hannah/Hanna · Sarah/Sara · Jonathan/Jonatan · Aksel/Axel · Alexander/Aleksander · Louise/Luise · Malthe/Malte
Lisbeth/Lisbet · Kaare/Kåre · Haakon/Håkon · Gregers/Greggers · Hjort/Hjorth · Hvid/Hvidt
""")

ELSEWHERE = _pairs("""
Mohammed/Muhammad · Mohamed/Mohammad · Mohamed/Maxamed · Mohamad/Mahamed · Ahmed/Ahmad · Ahmed/Axmed
Ahmet/Ahmed · Hassan/Xasan · Hasan/Hassan · Hussein/Hüseyin · Hussain/Xuseen · Yusuf/Yousef · Yusuf/Jusuf
Youssef/Yusef · Ibrahim/Ebrahim · Ibrahim/Ibraahim · Ismail/Ismael · Ismail/Ismaciil · Süleyman/Saleban
Suleiman/Süleyman · Sulejman/Sulaiman · Cihad/Jihad · Cemal/Jamal · Cemil/Jamil · Abdullahi/Cabdulaahi
Abdi/Cabdi · Ali/Cali · Omar/Cumar · Omar/Ömer · Umar/Omar · Osman/Cusmaan · Othman/Osman · Uthman/Othman
Aisha/Ayşe · Aisha/Caasha · Aicha/Aisha · Fatima/Fatma · Fatima/Faadumo · Fatimah/Fatima · Khadija/Hatice
Khadija/Khadiija · Zainab/Zeynep · Zainab/Zeinab · Zaynab/Seynab · Maryam/Meryem · Mariam/Maryam
Amina/Emine · Amina/Aamina · Halima/Xaliimo · Hamza/Xamse · Mustafa/Moustafa · Mostafa/Mustafa
Mahmoud/Mahmud · Mahmud/Maxamuud · Khalid/Halit · Khaled/Khalid · Khalil/Halil · Bilal/Billal · Tariq/Tarek
Tarik/Tariq · Samir/Sameer · Jamal/Gamal · Nour/Noor · Nuur/Nur · Rashid/Rachid · Rashid/Raşit · Said/Saeed
Siciid/Said · Zakaria/Zekeriya · Zakariya/Sakariye · Yahya/Yahia · Yaqub/Yakup · Yacoub/Yakub · Idris/Idriis
Layla/Leila · Leyla/Laila · Al-Hassan/El Hassan · Al-Khatib/Elkhatib · El-Amin/Al Amin · Çelik/Celik
Yılmaz/Yilmaz · Şahin/Sahin · Özdemir/Ozdemir · Öztürk/Ozturk · Doğan/Dogan · Nguyễn/Nguyen · Kowalski/Kovalski
Sergej/Sergey · Yevgeni/Jevgenij · Petrović/Petrovich · Begović/Begovic · Ahmadi/Ahmedi · Hosseini/Husseini
Rezai/Rezaee · Chaudhry/Chowdhury · Sheikh/Shaikh · Sheikh/Cheikh · Siddiqui/Sidiqi · Hashi/Xaashi
Farah/Faarax · Warsame/Warsaame · Jama/Jaamac · Guled/Guuleed · Duale/Ducaale · Elmi/Cilmi
""")

# Written down after the rules were finished, and never used to change them.
DANISH_LATER = _pairs("""
Gustav/Gustaf · Ludvig/Ludwig · Vibeke/Wibeke · Mogens/Moens · Torben/Thorben · Torkild/Thorkild · Knud/Knut
Poul/Paul · Preben/Præben · Zenia/Xenia · Astrid/Astrit · Tove/Thove · Inger/Ingar · Ellen/Elin · Birthe/Birte
Merethe/Merete · Agnethe/Agnete · Ruth/Rut · Viktoria/Victoria · Rebekka/Rebecca · Monica/Monika
Veronika/Veronica · Patrick/Patrik · Dominik/Dominic · Rikard/Richard · Ricard/Richardt · Leif/Lejf · Kai/Kaj
Svend/Sven · Niels/Nils · Brødsgaard/Broedsgård · Højgaard/Højgård · Lindegaard/Lindegård · Bøgh/Bøg
Juhl/Juul · Kock/Koch · Kofoed/Kofod · Lauritzen/Lauridsen · Mathiesen/Matthiesen · Clausen/Klausen
Carstensen/Karstensen · Eriksen/Erichsen · Frederiksen/Fredriksen · Jacobsen/Jakobsen · Philipsen/Filipsen
""")

ELSEWHERE_LATER = _pairs("""
Khadra/Qadra · Abdirahman/Cabdiraxmaan · Abdulrahman/Abdurrahman · Abderrahim/Abdulrahim · Nasir/Naser
Naseem/Nesim · Salim/Selim · Salman/Selman · Kareem/Kerim · Kamal/Kemal · Enver/Anwar · Anwar/Anver
Ridwan/Ridvan · Ridwaan/Ridwan · Orhan/Orxan · Rahma/Raxma · Fathi/Fethi · Fathia/Fatxiya · Hafsa/Xafsa
Hawa/Xaawo · Hibo/Hiba · Shukri/Şükrü · Ayan/Ayaan · Faisal/Faysal · Feisal/Faisal · Jawad/Cevat · Murad/Murat
Muhsin/Mohsen · Qasim/Kasim · Qassem/Kassem · Haidar/Hayder · Haider/Haydar · Hazem/Hasim · Wael/Vael
Walid/Waleed · Ziad/Ziyad · Zyad/Siyad · Nadia/Nadja · Nawal/Naval · Soraya/Süreyya · Rabia/Rabiye
Ruqayya/Rukiye · Saleh/Salih · Salah/Selah · Taha/Daha · Younes/Yunus · Younis/Yunis · Zahra/Zehra
Juma/Jumah · Kovačević/Kovacevic · Hodžić/Hodzic · Đorđe/Djordje · Ivanov/Iwanow · Schevchenko/Shevchenko
Ghulam/Gulam · Iqbal/Ikbal · Mukhtar/Muhtar · Bakhtiar/Bahtiyar · Naeem/Naim · Shafiq/Shafik · Hodan/Xodan
""")

DIFFERENT = _pairs("""
Møller/Madsen · Sørensen/Simonsen · Jørgen/Gregers · Bjørn/Bo · Søren/Simon · Åse/Ida · Kirkegaard/Korsgaard
Nørgaard/Nygaard · Christian/Christoffer · Christina/Camilla · Karl/Kaj · Caroline/Clara · Cecilie/Sille
Lucas/Lasse · Markus/Mikkel · Oscar/Oliver · Victor/Viggo · Frederik/Frode · Mathias/Malthe · Mikael/Mikkeline
Nikolaj/Noah · Sofie/Signe · Filip/Felix · Josefine/Johanne · Stefan/Steen · Thomas/Tobias · Thea/Tilde
Kasper/Kristoffer · Jakob/Jeppe · Isabella/Ingrid · Henrik/Hans · Erik/Emil · Dennis/Daniel · Maja/Molly
Freja/Frida · Lærke/Laura · Emilie/Esther · Hansen/Henriksen · Nielsen/Nissen · Olsen/Ottosen · Schmidt/Simonsen
Kjær/Krog · Villads/Valdemar · Wilma/Viola · Winther/Vestergaard · Bech/Bang · Thygesen/Thorsen · Elisabeth/Else
Hannah/Helle · Sarah/Signe · Jonathan/Johan · Aksel/August · Alexander/Albert · Louise/Lotte · Lisbeth/Lene
Jensen/Johansen · Larsen/Lauridsen · Pedersen/Poulsen · Andersen/Asmussen · Rasmussen/Rosendahl
Karen/Kirsten · Mette/Marie · Anders/Asger · Magnus/Mads
Mohammed/Mustafa · Ahmed/Adnan · Hassan/Hamid · Hussein/Haidar · Yusuf/Yasin · Ibrahim/Idris · Ismail/Imran
Süleyman/Salim · Cihad/Cengiz · Jamal/Jafar · Abdullah/Adam · Ali/Anas · Omar/Osama · Osman/Orhan · Aisha/Amal
Fatima/Farida · Khadija/Hafsa · Zainab/Zahra · Maryam/Malika · Amina/Asma · Halima/Hodan · Hamza/Harun
Mustafa/Murad · Mahmoud/Malik · Khalid/Karim · Khalil/Kamal · Bilal/Bashir · Tariq/Tahir · Samir/Salah
Noor/Nadia · Rashid/Ramzi · Said/Sami · Zakaria/Zaki · Yahya/Yunus · Yaqub/Yasir · Layla/Lamia · Çelik/Çetin
Yılmaz/Yıldız · Şahin/Şimşek · Özdemir/Öztürk · Doğan/Demir · Nguyen/Tran · Kowalski/Nowak · Petrović/Pavlović
Begović/Bajrić · Ahmadi/Akbari · Hosseini/Haidari · Rezai/Rahimi · Chaudhry/Khan · Sheikh/Siddiqui · Farah/Faisal
Warsame/Wehliye · Jama/Jibril · Guled/Gurey · Elmi/Egal · Abdi/Aden · Hodan/Hibo · Ayaan/Abshir · Sagal/Sahra
Mehmet/Murat · Emre/Enes · Burak/Baran · Fatih/Ferhat · Elif/Ebru · Zeynep/Zehra · Hatice/Hülya · Kemal/Kenan
""")

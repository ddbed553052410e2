"""What is written when a case is reviewed, paused and taken up again, when parents are told, and on tasks."""

REVIEWS: tuple[str, ...] = (
    "Planen passer stadig. Næste skridt er at få aftenerne med.",
    "Der er fremgang, og {name} vil gerne fortsætte.",
    "Vi har talt med alle, der har en opgave. To er færdige, én er flyttet.",
    "Formålet er det samme. Det, vi deler, er skåret ned.",
    "Det går langsomt, men den rigtige vej. Ingen nye bekymringer siden sidst.",
    "Gennemgået sammen med {name}. {He} vil have færre møder og flere gåture.",
    "Der har været en episode, og planen er ændret på to punkter.",
    "Netværket er større end sidst. Det er det vigtigste.",
    "Vi er i tvivl, om vi gør nok, og har bedt om et råd fra kollegerne.",
    "Planen er for lang. Den er kortet ned til tre ting.",
    "child|Forældrene er med nu. Næste gang taler vi om at slutte.",
    "child|Skolen fortsætter selv. Vi holder kun fast i fritiden.",
    "Roen holder. Vi ser på afslutning næste gang.",
    "{name} har sagt, hvad der virker, og det gør vi mere af.",
    "Opgaverne hos andre er fulgt op. Ingen ligger stille.",
    "Det, der stod om helbred, er flyttet og låst.",
    "Vi har været for hurtige. Tempoet er sat ned efter aftale.",
    "adult|Boligen er på plads. Nu handler det om arbejdet.",
    "adult|Gælden er samlet ét sted. Næste skridt er en aftale om afdrag.",
    "Samtykket er spurgt om igen og givet.",
    "Delingen er gennemgået. En adgang er ikke forlænget.",
    "child|Moren har været på to møder i gruppen og vil fortsætte.",
    "Planen er læst højt for {name}, og {he} rettede et ord.",
    "Vi har fået styr på, hvem der ringer hvornår.",
    "Der er stille, og det er godt. Planen er uændret.",
)
PAUSES: tuple[str, ...] = (
    "{name} er på efterskole og vil selv have ro. Vi tales ved, når {he} er hjemme.",
    "Familien er rejst til familie i udlandet for en tid. De ringer, når de er tilbage.",
    "{name} er i behandling, og der skal ikke ske mere på én gang.",
    "Vi venter på svar fra skolen, før næste skridt giver mening.",
    "{name} har bedt om en pause. Gadeteamet hilser stadig.",
    "adult|{name} er i praktik i en anden by og kommer tilbage.",
    "Der er sygdom i familien. Vi venter og ringer hver anden uge.",
)
# What was said to the parents when the case was opened (R9); only where there are parents to tell.
PARENTS_TOLD: tuple[str, ...] = (
    "De er enige og vil gerne have én at ringe til.",
    "De var kede af det, men glade for at høre det fra os.",
    "De ville tale det igennem først og ringede tilbage samme aften.",
    "De kendte det meste i forvejen og spurgte, hvad de selv kan gøre.",
    "De synes, det er meget, men siger ja til at prøve.",
    "De har fået skrevet ned, hvad vi deler, og med hvem.",
    "De vil gerne, at det bliver hjemme hos dem.",
    "Moren tog imod os alene. Hun fortæller det selv videre.",
    "De ønsker tolk næste gang, så de kan sige det hele selv.",
    "De bad om, at søskende ikke bliver nævnt.",
    "De sagde tak for at blive spurgt, før noget blev sat i gang.",
)
PARENTS_NOT_TOLD: tuple[str, ...] = (
    "{name} fortæller om slag derhjemme. Familieafdelingen taler med forældrene, når det er trygt.",
    "Ringet op fire gange uden svar. Vi tager hjem til dem i morgen.",
)
# A word on a task, by whoever owns it.
COMMENTS: tuple[str, ...] = (
    "Har talt med den unge i dag. Vi prøver igen på onsdag.",
    "Det er aftalt og står i kalenderen.",
    "Jeg mangler et telefonnummer for at komme videre.",
    "Det tager en uge mere end ventet.",
    "Første gang gik godt. Jeg fortsætter.",
    "De var ikke hjemme. Jeg har lagt en seddel.",
    "Jeg har byttet dag med en kollega.",
    "Pladsen er fundet. Der mangler kun en underskrift.",
    "Den unge vil hellere have, at vi mødes et andet sted. Det gør vi.",
    "Kan vi tage den på mødet? Jeg er i tvivl om, hvad der er bedst.",
    "Det lykkedes ikke denne gang. Jeg spørger igen efter ferien.",
    "Ringede kl. 21, og så var der svar.",
    "Den unge har selv klaret halvdelen.",
    "Sendt. Jeg skriver, når der er svar.",
    "Jeg har været forbi tre gange. Nu hilser vi.",
    "Der er venteliste. Vi er nummer fire.",
    "Tolken kan først i næste uge.",
    "De er glade for at være spurgt.",
    "Jeg tager en kollega med næste gang.",
    "Det hjalp, at vi gjorde det sammen.",
    "Mødet er flyttet til torsdag.",
    "Vi har en aftale, der holder indtil videre.",
    "Den unge bad mig sige tak.",
    "Jeg har ikke nået det endnu, men det står øverst i morgen.",
)
# What the police bring in themselves, for prevention only (R3).
POLICE_NOTES: tuple[str, ...] = (
    "Lokalbetjenten har hilst på {name} to gange ved {spot}. Der var ro begge gange.",
    "Vi har talt med {name} om, hvad en sigtelse betyder, og hvad den ikke betyder.",
    "Der er ikke kendskab til trusler mod {name}. Vi holder øje og melder tilbage.",
    "{name} var med på stationen for at se, hvordan en samtale foregår. Det var {his} egen idé.",
    "Vi har bedt de ældre holde afstand. De har forstået det.",
    "Gruppen ved {spot} er mindre end i sommer. {name} er set der én gang på en måned.",
    "child|Bekymringssamtale holdt sammen med kommunen. Forældrene stillede gode spørgsmål.",
    "Vi deltager ikke i næste møde. Der er ikke noget nyt fra os.",
    "Patruljen kører forbi {spot} fredag og lørdag den næste måned.",
    "{name} hilste først. Det er nyt.",
)
# What somebody agrees to, in words that say it back to them.
CONSENTS: tuple[str, ...] = (
    "{name} vil gerne have, at de kender planen, men ikke hvorfor den er lavet.",
    "{name} har sagt ja til, at navn og telefonnummer gives videre, så de kan ringe.",
    "Læst op og godkendt. {name} ved, at det kan trækkes tilbage med en besked.",
    "{name} og familien siger ja, indtil sommerferien er slut.",
    "Ja til planen og målene. Nej til det, der står om helbred.",
    "{name} har selv spurgt, om de må få det at vide.",
)
# Who heard a consent, and where.
HEARD: tuple[str, ...] = (
    "Sagt til os begge ved mødet på skolen.",
    "Sagt hjemme ved køkkenbordet. Vi skrev det ned sammen.",
    "Sagt i telefonen, og gentaget, da vi sås.",
)
# What somebody said when a consent was taken back.
WITHDRAWALS: tuple[str, ...] = (
    "{name} vil hellere, at vi kun taler sammen her.",
    "{name} ringede og sagde nej tak til mere.",
)

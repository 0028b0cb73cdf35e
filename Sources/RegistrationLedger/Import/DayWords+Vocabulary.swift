/// Words for days in English, French, German and Spanish, as `SearchText.fold` leaves them.
extension DayWords {
    static let weekdays: [Set<String>] = [
        ["sunday", "sun", "dimanche", "dim", "sonntag", "so", "domingo", "dom"],
        ["monday", "mon", "lundi", "lun", "montag", "mo", "lunes"],
        ["tuesday", "tue", "tues", "mardi", "mar", "dienstag", "di", "martes"],
        ["wednesday", "wed", "mercredi", "mer", "mittwoch", "mi", "miercoles", "mie"],
        ["thursday", "thu", "thur", "thurs", "jeudi", "jeu", "donnerstag", "do", "jueves", "jue"],
        ["friday", "fri", "vendredi", "ven", "freitag", "fr", "viernes", "vie"],
        ["saturday", "sat", "samedi", "sam", "samstag", "sonnabend", "sa", "sabado", "sab"],
    ]

    /// 0 for Sunday.
    static func weekday(_ word: String) -> Int? { weekdays.firstIndex { $0.contains(word) } }

    static let months: [Set<String>] = [
        ["january", "jan", "janvier", "janv", "januar", "janner", "enero", "ene"],
        ["february", "feb", "fevrier", "fevr", "fev", "februar", "febrero"],
        ["march", "mars", "marz", "marzo"],
        ["april", "apr", "avril", "avr", "abril", "abr"], ["may", "mai", "mayo"],
        ["june", "jun", "juin", "juni", "junio"], ["july", "jul", "juillet", "juil", "juli", "julio"],
        ["august", "aug", "aout", "agosto", "ago"],
        ["september", "sep", "sept", "septembre", "septiembre", "setiembre"],
        ["october", "oct", "octobre", "oktober", "okt", "octubre"], ["november", "nov", "novembre", "noviembre"],
        ["december", "dec", "decembre", "dezember", "dez", "diciembre", "dic"],
    ]

    /// 1 for January.
    static func month(_ word: String) -> Int? { months.firstIndex { $0.contains(word) }.map { $0 + 1 } }

    static let dayWords: Set<String> = [
        "day", "days", "jour", "jours", "journee", "journees", "tag", "tage", "tagen", "tages", "dia", "dias",
    ]
    static let countWords: [String: Int] = [
        "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "un": 1, "une": 1,
        "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5,
        "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5,
    ]
    static let allWords: Set<String> = [
        "all", "full", "entire", "whole", "complete", "tous", "toute", "toutes", "complet", "alle", "gesamte", "ganze",
        "komplett", "todos", "todas", "completo", "completa", "every", "each", "chaque", "jeden", "jeder", "cada",
    ]
    static let passWords = dayWords.union([
        "pass", "passes", "ticket", "conference", "event", "access", "week", "passport", "billet", "conferencia",
        "evento",
        "konferenz", "veranstaltung", "tagung", "entrada", "abono", "laissez",
    ])
    static let weekendWords: Set<String> = ["weekend", "weekends", "wochenende"]
    static let ordinals: [Set<String>] = [
        ["last", "dernier", "derniere", "letzter", "letzte", "letzten", "ultimo"],
        ["first", "premier", "premiere", "erster", "erste", "ersten", "primer", "primero", "opening"],
        ["second", "deuxieme", "zweiter", "zweite", "zweiten", "segundo"],
        ["third", "troisieme", "dritter", "dritte", "dritten", "tercer", "tercero"],
        ["fourth", "quatrieme", "vierter", "vierte", "vierten", "cuarto"],
    ]

    /// 0 for the last.
    static func ordinal(_ word: String) -> Int? { ordinals.firstIndex { $0.contains(word) } }

    /// With one of these somebody has to say what is meant.
    static let restrictions: Set<String> = [
        "or", "ou", "oder", "either", "except", "without", "but", "excluding", "excl", "sauf", "sans", "ohne", "ausser",
        "excepto", "sin", "half", "demi", "halb", "halbtag", "media", "morning", "afternoon", "matin", "matinee",
        "vormittag", "nachmittag", "manana",
        "tarde", "between", "entre", "zwischen", "not", "minus", "nicht", "kein", "keine", "pas", "hors", "salvo",
        "menos",
    ]
}

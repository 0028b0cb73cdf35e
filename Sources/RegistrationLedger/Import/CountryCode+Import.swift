import Conference
import Foundation

extension CountryCode {
    /// Reads what other systems export and people write: a code of two or three letters, or the name of a country in one of many
    /// languages; nil for an empty text.
    ///
    /// - Throws: `country_unknown`.
    init?(imported text: String) throws {
        let key = Self.key(text)
        if key.isEmpty { return nil }
        if key.count == 2, let code = try? CountryCode(key) {
            self = code
            return
        }
        try self.init(orNone: Self.known(key) ?? text)
    }

    private static func known(_ key: String) -> String? {
        if let code = aliases[key] ?? codes[key] { return code }
        for prefix in ["the ", "republic of the ", "republic of ", "kingdom of the ", "kingdom of ", "state of "]
        where key.hasPrefix(prefix) {
            let rest = String(key.dropFirst(prefix.count))
            if let code = aliases[rest] ?? codes[rest] { return code }
        }
        // ‘Bolivia (Plurinational State of)’ is ‘Bolivia, Plurinational State of’.
        if key.hasSuffix(")"), let open = key.firstIndex(of: "(") {
            let head = key[..<open].trimmingCharacters(in: .whitespaces)
            let tail = key[key.index(after: open)...].dropLast()
            return known("\(head), \(tail)") ?? aliases[head] ?? codes[head]
        }
        // ‘Moldova, Republic of’, as ISO 3166 sorts them.
        let parts = key.split(separator: ",", maxSplits: 1)
        if parts.count == 2, ["of", "the"].contains(String(key.split(separator: " ").last ?? "")) {
            let head = String(parts[0])
            return aliases[head] ?? codes[head]
        }
        return nil
    }

    /// Folded, without full stops and apostrophes: `U.S.A.` is `usa`.
    private static func key(_ text: String) -> String {
        var key = SearchText.fold(text).replacing("&", with: " and ")
        key.removeAll { $0 == "." || $0 == "'" || $0 == "’" || $0 == "`" }
        let words = key.split { $0.isWhitespace || $0 == "-" || $0 == "–" }.map { $0 == "st" ? "saint" : $0 }
        return words.joined(separator: " ")
    }

    /// The code of every country by its name, as the Unicode CLDR has it, in languages whose speakers fill in forms.
    private static let codes: [String: String] = {
        let languages = [
            "en", "fr", "de", "es", "pt", "it", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr", "hu", "ja", "zh", "ko",
            "ru",
        ]
        var codes: [String: String] = [:]
        for language in languages.map({ Locale(identifier: $0) }) {
            for code in assigned.sorted() {
                guard let name = language.localizedString(forRegionCode: code) else { continue }
                let key = key(name)
                if codes[key] == nil { codes[key] = code }
            }
        }
        return codes
    }()

    /// Codes of three letters (ISO 3166-1 alpha-3, and those of sport that people take for them), names that ISO 3166 has in
    /// another order, parts of countries, and what everybody says.
    private static let aliases: [String: String] = {
        var aliases: [String: String] = [:]
        for word in threeLetters.split(whereSeparator: \.isWhitespace) {
            aliases[word.prefix(3).lowercased()] = String(word.dropFirst(4))
        }
        for line in everyday.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            for name in parts[1].split(separator: ";") { aliases[key(String(name))] = String(parts[0]) }
        }
        return aliases
    }()

    private static let everyday = """
        US:USA;U.S.;United States;United States of America;America;Etats Unis d'Amérique;Estados Unidos de América;EE.UU.;EEUU;\
        the States;Vereinigte Staaten von Amerika
        GB:UK;U.K.;Great Britain;Britain;England;Scotland;Wales;Northern Ireland;United Kingdom of Great Britain and Northern \
        Ireland;Angleterre;Écosse;Großbritannien;Grande Bretagne;Schottland;Inglaterra;Gran Bretaña
        NL:Holland;Netherlands;The Netherlands;Pays Bas;Hollande;Holanda;Niederlande
        KR:Korea;South Korea;Korea, Republic of;Republic of Korea;Korea (South);Korea South;Corée;Corée du Sud;Südkorea;Korea, South
        KP:North Korea;Korea, Democratic People's Republic of;Democratic People's Republic of Korea;DPRK;Korea, North
        RU:Russia;Russian Federation
        CZ:Czech Republic;Czech Rep;Czechia;Tschechien;Tschechische Republik;République tchèque;República Checa
        TR:Turkey;Türkiye;Republic of Turkey
        VN:Viet Nam;Vietnam;Socialist Republic of Vietnam
        IR:Iran;Iran, Islamic Republic of;Islamic Republic of Iran
        TW:Taiwan;Taiwan, Province of China;Taiwan, Republic of China;Republic of China;Chinese Taipei;Taiwan R.O.C.;Taiwan (ROC)
        HK:Hong Kong;Hong Kong SAR;Hong Kong SAR China;Hong Kong, China
        MO:Macau;Macao;Macao SAR;Macau SAR;Macao SAR China;Macau SAR China
        CN:China;PR China;P.R. China;PRC;People's Republic of China;Mainland China;China, People's Republic of
        CI:Ivory Coast;Côte d'Ivoire;Cote d Ivoire
        CD:DR Congo;DRC;Congo, Democratic Republic of the;Congo, the Democratic Republic of the;Democratic Republic of the Congo;\
        Congo Kinshasa;Congo (Kinshasa);Zaire
        CG:Congo;Congo, Republic of the;Republic of the Congo;Congo Brazzaville;Congo (Brazzaville)
        MK:Macedonia;North Macedonia;FYROM;Macedonia, the former Yugoslav Republic of
        MM:Burma;Myanmar
        SZ:Swaziland;Eswatini
        CV:Cape Verde;Cabo Verde
        TL:East Timor;Timor Leste
        VA:Vatican;Holy See;Vatican City State;Holy See (Vatican City State)
        PS:Palestine;Palestine, State of;Palestinian Territory;Palestinian Territory, Occupied;Palestinian Territories
        SY:Syria;Syrian Arab Republic
        LA:Laos;Lao People's Democratic Republic;Lao PDR
        BN:Brunei;Brunei Darussalam
        BO:Bolivia, Plurinational State of;Plurinational State of Bolivia
        VE:Venezuela, Bolivarian Republic of;Bolivarian Republic of Venezuela
        TZ:Tanzania;Tanzania, United Republic of;United Republic of Tanzania
        MD:Moldova;Republic of Moldova
        FM:Micronesia;Micronesia, Federated States of;Federated States of Micronesia
        AE:UAE;U.A.E.;Emirates
        BA:Bosnia;Bosnia Herzegovina
        GM:Gambia;The Gambia
        BS:Bahamas;The Bahamas
        IE:Eire;Republic of Ireland;Irish Republic
        NZ:Aotearoa
        DE:BRD;Federal Republic of Germany;Bundesrepublik Deutschland
        CH:Schweiz;Suisse;Svizzera;Svizra;Confoederatio Helvetica
        """

    private static let threeLetters = """
        AFG=AF ALA=AX ALB=AL DZA=DZ ASM=AS AND=AD AGO=AO AIA=AI ATA=AQ ATG=AG ARG=AR ARM=AM ABW=AW AUS=AU AUT=AT AZE=AZ BHS=BS
        BHR=BH BGD=BD BRB=BB BLR=BY BEL=BE BLZ=BZ BEN=BJ BMU=BM BTN=BT BOL=BO BES=BQ BIH=BA BWA=BW BVT=BV BRA=BR IOT=IO BRN=BN
        BGR=BG BFA=BF BDI=BI CPV=CV KHM=KH CMR=CM CAN=CA CYM=KY CAF=CF TCD=TD CHL=CL CHN=CN CXR=CX CCK=CC COL=CO COM=KM COG=CG
        COD=CD COK=CK CRI=CR CIV=CI HRV=HR CUB=CU CUW=CW CYP=CY CZE=CZ DNK=DK DJI=DJ DMA=DM DOM=DO ECU=EC EGY=EG SLV=SV GNQ=GQ
        ERI=ER EST=EE SWZ=SZ ETH=ET FLK=FK FRO=FO FJI=FJ FIN=FI FRA=FR GUF=GF PYF=PF ATF=TF GAB=GA GMB=GM GEO=GE DEU=DE GHA=GH
        GIB=GI GRC=GR GRL=GL GRD=GD GLP=GP GUM=GU GTM=GT GGY=GG GIN=GN GNB=GW GUY=GY HTI=HT HMD=HM VAT=VA HND=HN HKG=HK HUN=HU
        ISL=IS IND=IN IDN=ID IRN=IR IRQ=IQ IRL=IE IMN=IM ISR=IL ITA=IT JAM=JM JPN=JP JEY=JE JOR=JO KAZ=KZ KEN=KE KIR=KI PRK=KP
        KOR=KR KWT=KW KGZ=KG LAO=LA LVA=LV LBN=LB LSO=LS LBR=LR LBY=LY LIE=LI LTU=LT LUX=LU MAC=MO MDG=MG MWI=MW MYS=MY MDV=MV
        MLI=ML MLT=MT MHL=MH MTQ=MQ MRT=MR MUS=MU MYT=YT MEX=MX FSM=FM MDA=MD MCO=MC MNG=MN MNE=ME MSR=MS MAR=MA MOZ=MZ MMR=MM
        NAM=NA NRU=NR NPL=NP NLD=NL NCL=NC NZL=NZ NIC=NI NER=NE NGA=NG NIU=NU NFK=NF MKD=MK MNP=MP NOR=NO OMN=OM PAK=PK PLW=PW
        PSE=PS PAN=PA PNG=PG PRY=PY PER=PE PHL=PH PCN=PN POL=PL PRT=PT PRI=PR QAT=QA REU=RE ROU=RO RUS=RU RWA=RW BLM=BL SHN=SH
        KNA=KN LCA=LC MAF=MF SPM=PM VCT=VC WSM=WS SMR=SM STP=ST SAU=SA SEN=SN SRB=RS SYC=SC SLE=SL SGP=SG SXM=SX SVK=SK SVN=SI
        SLB=SB SOM=SO ZAF=ZA SGS=GS SSD=SS ESP=ES LKA=LK SDN=SD SUR=SR SJM=SJ SWE=SE CHE=CH SYR=SY TWN=TW TJK=TJ TZA=TZ THA=TH
        TLS=TL TGO=TG TKL=TK TON=TO TTO=TT TUN=TN TUR=TR TKM=TM TCA=TC TUV=TV UGA=UG UKR=UA ARE=AE GBR=GB USA=US UMI=UM URY=UY
        UZB=UZ VUT=VU VEN=VE VNM=VN VGB=VG VIR=VI WLF=WF ESH=EH YEM=YE ZMB=ZM ZWE=ZW
        GER=DE NED=NL SUI=CH DEN=DK POR=PT GRE=GR CRO=HR SLO=SI RSA=ZA ENG=GB SCO=GB WAL=GB ROM=RO BUL=BG LAT=LV
        """
}

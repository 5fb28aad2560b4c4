"""Pure: the months as exports write them, whole and shortened, in the languages CRMs are used in."""

from exchange.folding import fold

# January to December; each spelling once, whatever the languages that share it.
_SPELLINGS = (
    "january jan januar janv janvier enero ene janeiro gennaio gen januari stycznia styczeń sty"
    " январь января янв",
    "february feb februar febr février févr fév febrero fevereiro fev febbraio februari lutego luty lut"
    " февраль февраля фев",
    "march mar märz mrz mär mars marzo março maart mrt marca marzec март марта мар",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апрель апреля апр",
    "may mai mayo maio maggio mag mei maj maja май мая",
    "june jun juni juin junio junho giugno giu czerwca czerwiec cze июнь июня июн",
    "july jul juli juillet juil julio julho luglio lug lipca lipiec lip июль июля июл",
    "august aug août aoû agosto ago augustus augusti sierpnia sierpień sie август августа авг",
    "september sep sept septembre septiembre setembro set settembre września wrzesień wrz сентябрь сентября"
    " сен сент",
    "october oct oktober okt octobre octubre outubro out ottobre ott października październik paź октябрь"
    " октября окт",
    "november nov novembre noviembre novembro listopada listopad lis ноябрь ноября ноя нояб",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre grudnia grudzień gru декабрь"
    " декабря дек",
)
MONTHS: dict[str, int] = {
    fold(name): month for month, names in enumerate(_SPELLINGS, 1) for name in names.split()
}

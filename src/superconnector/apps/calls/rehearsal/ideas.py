"""What made-up teams enter with: titles and texts that read like entries, in English and Chinese.

They are nobody's: each was written for rehearsals. Every page of a rehearsed call says that nothing is real.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from superconnector.ecosystem.schema import Call as CallFile


@dataclass(frozen=True, slots=True)
class Idea:
    """What an entry is about. `said` is its need and its way; `answers` those to questions by their id."""

    place: int
    """Among the ideas of its kind, from 0: what its pictures and models are drawn by."""
    title: str
    zh_title: str
    said: tuple[str, ...]
    zh_said: tuple[str, ...]
    more: tuple[str, str] = ("", "")
    """What is added to the title, in English and Chinese, where others have the same idea."""
    answers: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def titled(self, language: str) -> str:
        """The title in the language of the team."""
        chinese = language.startswith("zh")
        return (self.zh_title if chinese else self.title) + self.more[chinese]


CITY = (
    (
        "A light at the stairs", "梯間明燈",
        "Old people on steep streets fall at night where lamps are far apart.",
        "A strip of light wakes as somebody comes near and tells the warden when a step is broken.",
        "斜路樓梯燈距疏落，長者夜間容易跌倒。有人走近，燈帶便會亮起，並通知管理員維修損壞的梯級。",
    ),
    (
        "The patient queue", "輪候有數",
        "Carers lose half a day in the waiting room of a clinic.",
        "A counter at the door tells them by telephone when to leave home.",
        "照顧者往往在診所等上半天。門前的計數器會通知他們何時出門。",
    ),
    (
        "Trail ears", "山徑之耳",
        "Hikers who leave the path are found late because nobody knows where they turned off.",
        "Small posts along the trail listen for a whistle and pass on the direction that it came from.",
        "遠足人士離開山徑後往往很遲才被找到。沿途的小柱會聆聽哨聲，並傳送聲音來自何方。",
    ),
    (
        "Borrow a pair of hands", "借一雙手",
        "Who looks after a relative alone cannot go out for an hour.",
        "Neighbours who have an hour are found within the same block, known to the district's centre.",
        "獨力照顧家人的人難以外出一小時。系統在同一座樓宇中，找到社區中心認識而又有空的鄰居。",
    ),
    (
        "Rain map of the slope", "山坡雨圖",
        "Campsites are closed for a whole valley though only one slope is wet.",
        "Cheap gauges on the slopes show which paths are safe an hour ahead.",
        "只有一個山坡濕滑，整個山谷的營地卻要關閉。山坡上的雨量計提前一小時顯示哪些路徑安全。",
    ),
    (
        "A voice for lifts", "升降機會說話",
        "People who do not see well cannot tell which lift has come.",
        "Each lift says its floor and direction to those who wear an earpiece, and to nobody else.",
        "視障人士難以分辨哪部升降機已到。升降機只向佩戴耳機者說出樓層和方向。",
    ),
    (
        "The bin that weighs", "識秤的回收箱",
        "Nobody knows which courtyards recycle and which only look as if they did.",
        "A scale under the bin weighs what comes in, and the block sees its own curve.",
        "誰也不知道哪個屋苑真正回收。箱底的磅秤記錄重量，各座住戶看到自己的曲線。",
    ),
    (
        "Shade by noon", "正午有蔭",
        "In summer the playgrounds are empty from eleven to four.",
        "Sails turn with the sun and close by themselves before the wind comes.",
        "夏天的遊樂場由十一時至四時空無一人。帆布隨太陽轉動，起風前自動收起。",
    ),
    (
        "Pillbox with a neighbour", "鄰里藥盒",
        "A missed pill is noticed at the next visit, weeks later.",
        "The box lights up at the neighbour's too, who knocks if it stays lit.",
        "漏服藥物往往數星期後覆診時才被發現。藥盒未打開，鄰居家的燈也會亮起，提醒他敲門。",
    ),
    (
        "Small ferry timetable", "街渡時刻",
        "Islanders telephone the pier to hear whether the boat goes.",
        "The skipper presses one button, and every shop window on the pier shows it.",
        "島民要致電碼頭才知道街渡是否開航。船長按一個鍵，碼頭每間店舖的櫥窗都會顯示。",
    ),
    (
        "A quiet corner map", "靜處地圖",
        "Children who cannot bear noise have no place to go in a busy district.",
        "Microphones that keep no sound measure loudness only and colour the map.",
        "怕吵鬧的孩子在繁忙地區無處可去。不錄音的咪高峰只量度音量，為地圖着色。",
    ),
    (
        "Mangrove watch", "紅樹林守望",
        "Rubbish in the mangroves is found when it has sunk.",
        "A buoy takes one picture a tide and marks what was not there yesterday.",
        "紅樹林的垃圾沉下去才被發現。浮標每次潮汐拍一張照片，標出昨天沒有的東西。",
    ),
    (
        "Spare seat", "多一個座位",
        "Rehabilitation buses run half empty beside people who were told that they are full.",
        "Seats given up an hour before are offered to the next on the list.",
        "復康巴士半空行駛，申請者卻被告知額滿。一小時前退出的座位會轉給輪候名單上的下一位。",
    ),
    (
        "The warm meal relay", "暖飯接力",
        "Meals for those who live alone arrive cold on the upper floors.",
        "Volunteers hand them on floor by floor; the box says how warm it still is.",
        "送給獨居者的飯餐到高層已經涼了。義工逐層接力，飯盒會顯示餘溫。",
    ),
    (
        "Night market meter", "夜市電錶",
        "Stalls share one cable and quarrel over the bill.",
        "A clip on each cable counts what it used and splits the bill by itself.",
        "檔口共用一條電線，常為電費爭執。每條線上的夾子計算用量，自動分帳。",
    ),
    (
        "Footbridge for wheels", "輪椅天橋路線",
        "The shortest way by wheelchair is not the one that the map shows.",
        "Wheelchairs that were there draw the map: where they passed, others can.",
        "地圖的最短路線不適合輪椅。走過的輪椅繪出地圖：他們能走過，其他人也可以。",
    ),
    (
        "A diary for two tongues", "雙語照顧日記",
        "Helpers and grandparents have no language in common.",
        "Pictures of the day are tapped by one and read aloud to the other.",
        "外傭與長者語言不通。一方點選當天的圖畫，另一方便聽到讀出的內容。",
    ),
    (
        "Air at the kerb", "路邊空氣",
        "Schools air their classrooms when the buses stand below with running engines.",
        "A sensor at window height tells the caretaker the ten best minutes.",
        "學校開窗時，樓下正停着未熄匙的巴士。窗邊的感應器告訴校工最合適的十分鐘。",
    ),
    (
        "Tool library on the ground floor", "地下工具館",
        "Every flat owns a drill that turns for ten minutes in its life.",
        "A locker opens for who has borrowed honestly, and asks for the tool when another waits.",
        "家家戶戶都有一生只轉十分鐘的電鑽。儲物櫃為有信用的借用者打開，有人等候時便提醒歸還。",
    ),
    (
        "Coral nursery on camera", "珊瑚苗圃鏡頭",
        "Divers visit the young corals once a month and miss the week in which they fade.",
        "A camera below the buoy compares colours each noon.",
        "潛水員每月探訪珊瑚幼苗一次，錯過褪色的一週。浮標下的鏡頭每天正午比較顏色。",
    ),
)  # fmt: skip
"""Title in English and Chinese, need, way, and both in Chinese."""
CONTEXTS = (
    ("", ""),
    (" for the islands", "：離島版"),
    (" in old blocks", "：舊樓版"),
    (" for schools", "：校園版"),
    (" by night", "：夜間版"),
    (" at the harbour", "：海濱版"),
    (" in the new towns", "：新市鎮版"),
    (" for visitors", "：旅客版"),
)
"""What tells entries with the same idea from each other."""

WONDERS = (
    (
        "The Great Pyramid of Giza", "吉薩大金字塔", "Giza, Egypt", "埃及吉薩",
        "Pyramid of light", "光之金字塔",
    ),
    (
        "The Hanging Gardens of Babylon", "巴比倫空中花園", "Babylon, Iraq", "伊拉克巴比倫",
        "Gardens that water themselves", "自行灌溉的花園",
    ),
    (
        "The Temple of Artemis", "阿耳忒彌斯神廟", "Ephesus, Türkiye", "土耳其以弗所",
        "Forest of columns", "柱之森林",
    ),
    (
        "The Statue of Zeus", "宙斯神像", "Olympia, Greece", "希臘奧林匹亞",
        "Zeus answers questions", "有問必答的宙斯",
    ),
    (
        "The Mausoleum at Halicarnassus", "摩索拉斯王陵墓", "Bodrum, Türkiye", "土耳其博德魯姆",
        "The tomb that remembers", "會記憶的陵墓",
    ),
    (
        "The Colossus of Rhodes", "羅德島太陽神巨像", "Rhodes, Greece", "希臘羅德島",
        "The Colossus stands again", "巨像重臨",
    ),
    (
        "The Lighthouse of Alexandria", "亞歷山大燈塔", "Alexandria, Egypt", "埃及亞歷山大港",
        "Lighthouse of ten thousand ships", "萬船燈塔",
    ),
    ("The Colosseum", "羅馬鬥獸場", "Rome, Italy", "意大利羅馬", "The Colosseum in one day", "一日鬥獸場"),
    ("The Great Wall", "萬里長城", "China", "中國", "Signals along the Wall", "長城烽火"),
    (
        "Hagia Sophia", "聖索菲亞大教堂", "Istanbul, Türkiye", "土耳其伊斯坦堡",
        "A dome of forty windows", "四十窗之穹",
    ),
    (
        "Stonehenge", "巨石陣", "Wiltshire, England", "英格蘭威爾特郡",
        "Stonehenge at sunrise", "巨石陣的日出",
    ),
    ("The Taj Mahal", "泰姬陵", "Agra, India", "印度阿格拉", "Taj Mahal by moonlight", "月下泰姬陵"),
)  # fmt: skip
"""Name and place in both languages, and a title: the wonders that the Hackaverse Challenge names."""
MODELS = 3 * len(WONDERS)
"""Each wonder is built three times: by day, at dusk, by night."""
TURNS = (
    ("", ""),
    (": the maze", "：迷宮篇"),
    (": the builders", "：工匠篇"),
    (": the flood", "：洪水篇"),
    (": a day in school", "：課堂篇"),
)


def idea_of(file: CallFile, number: int) -> Idea:
    """What the entry of this number is about: a wonder of the world where 3D models are asked for."""
    if any(question.kind == "model" for question in file.questions):
        return _wonder(number)
    return _city(number)


def _city(number: int) -> Idea:
    place, turn = number % len(CITY), number // len(CITY)
    title, zh_title, need, way, zh_said = CITY[place]
    return Idea(place, title, zh_title, (need, way), (zh_said,), _apart(CONTEXTS, turn))


def _wonder(number: int) -> Idea:
    turn = number // len(WONDERS)
    name, zh_name, where, zh_where, title, zh_title = WONDERS[number % len(WONDERS)]
    said = (
        f"{name} stands as it was built, and lines of light show what is no longer there.",
        "Who walks through it finds out how it was made and plays the parts of those who made it.",
    )
    answers = {"wonder": (f"{name}, {where}", f"{zh_name}，{zh_where}")}
    zh_said = (f"{zh_name}保留原貌，光線勾畫出已消失的部分；玩家走進其中，扮演當年的建造者。",)
    return Idea(number % MODELS, title, zh_title, said, zh_said, _apart(TURNS, turn), answers)


def _apart(names: tuple[tuple[str, str], ...], turn: int) -> tuple[str, str]:
    """What the turn-th entry with the same idea adds to its title; beyond the names a number."""
    more, zh_more = names[turn % len(names)]
    count = turn // len(names)
    return (f"{more} {count + 1}", f"{zh_more} {count + 1}") if count else (more, zh_more)

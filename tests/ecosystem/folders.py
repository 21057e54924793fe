"""A whole small ecosystem in a few lines, and ways to change one of its files."""

from __future__ import annotations

from pathlib import Path

ECOSYSTEM = """\
id: port-town
names: {en: Port Town, zh-hant: 港鎮}
tagline: {en: Ask and see., zh-hant: 問了就知。}
languages: [en, zh-hant, zh-hans]
currency: HKD
currency_sign: HK$
time_zone: Asia/Hong_Kong
about: {en: A small place., zh-hant: 小地方。}
disclaimer: {en: Not advice., zh-hant: 並非意見。}
ask_first: [applicant.type]
received: {en: 'What has {programme} granted you?', zh-hant: '「{programme}」批了多少？'}
"""

FACTS = """\
facts:
- id: applicant.type
  type: choice
  label: {en: Applicant, zh-hant: 申請者}
  question: {en: Who are you?, zh-hant: 你是誰？}
  why: {en: Most terms name it., zh-hant: 多數條款提及。}
  options:
  - {id: business, label: {en: Business, zh-hant: 企業}}
  - {id: company, label: {en: Company, zh-hant: 公司}, parent: business}
  - {id: student, label: {en: Student, zh-hant: 學生}}
- id: applicant.employees
  type: integer
  label: {en: Employees, zh-hant: 僱員}
  question: {en: How many employees?, zh-hant: 僱員人數？}
  why: {en: Size matters., zh-hant: 規模要緊。}
  unit: {en: people, zh-hant: 人}
  minimum: 0
  maximum: 1000000
- id: applicant.incorporated_on
  type: date
  label: {en: Incorporated, zh-hant: 成立日期}
  question: {en: When were you incorporated?, zh-hant: 何時成立？}
  why: {en: Age matters., zh-hant: 年資要緊。}
  future: false
- id: applicant.listed
  type: boolean
  label: {en: Listed, zh-hant: 上市}
  question: {en: Are you listed?, zh-hant: 是否上市？}
  why: {en: Some terms exclude it., zh-hant: 有些條款不准。}
- id: applicant.programmes_held
  type: choices
  label: {en: Support held, zh-hant: 已獲支援}
  question: {en: What support do you hold?, zh-hant: 已獲甚麼支援？}
  why: {en: Some exclude others., zh-hant: 有些互相排斥。}
  options: programmes
- id: project.cost
  type: money
  label: {en: Cost, zh-hant: 成本}
  question: {en: What does it cost?, zh-hant: 成本多少？}
  why: {en: Shares are taken of it., zh-hant: 資助按此計算。}
- id: project.cost_kinds
  type: choices
  label: {en: Kinds of cost, zh-hant: 成本種類}
  question: {en: What will you pay for?, zh-hant: 用於甚麼？}
  why: {en: Some are excluded., zh-hant: 有些不獲資助。}
  options:
  - {id: equipment, label: {en: Equipment, zh-hant: 設備}}
  - {id: rent, label: {en: Rent, zh-hant: 租金}}
- id: project.name
  type: text
  label: {en: Name, zh-hant: 名稱}
  question: {en: What is it called?, zh-hant: 叫甚麼？}
  why: {en: To recognise it., zh-hant: 便於辨認。}
"""

DEFINITIONS = """\
definitions:
- id: small
  names: {en: Small, zh-hant: 小型}
  text: {en: Under 50 people., zh-hant: 少於五十人。}
  versions:
  - {expression: applicant.employees < 50, source: handbook}
"""

SOURCES = """\
sources:
  handbook:
    title: Handbook
    kind: official
    dated: 2020-01-01
    read: 2024-01-01
    sections: {grants: Grants, people: null}
"""

ORGANISATION = """\
id: council
names: {en: Council, zh-hant: 議會}
names_source: handbook
kind: public-body
statements:
- {text: It runs the grant., source: handbook#people}
"""

GRANT = """\
id: grant
names: {en: The Grant, zh-hant: 資助}
names_source: own-page
aliases: [TG]
kind: matching-grant
operator: {id: council, source: own-page}
checked: 2024-01-02
tags: {applicants: [business]}
about:
- {text: It pays for equipment., source: handbook#grants}
status:
- {state: open, from: 2016-11-01, to: 2024-12-31, source: own-page}
- {state: closed, from: 2025-01-01, source: own-page}
who:
- id: unlisted
  text: Not listed.
  expression: not applicant.listed
  source: own-page
- id: small
  text: A small business.
  expression: >-
    applicant.type == "business"
    and small
  source: [own-page, handbook#grants]
gives:
- id: money
  kind: money
  text: Part of the cost.
  source: own-page
  basis: project.cost
  shares:
  - {value: '2:1', to: 2020-03-31, source: own-page}
  - {value: '3:1', from: 2020-04-01, source: own-page}
  ceilings:
  - {amount: 200000, per: lifetime, source: own-page}
  tiers:
  - id: tiny
    when: applicant.employees < 10
    text: The tiny.
    ceilings:
    - {amount: 300000.50, per: lifetime, source: own-page}
  - {id: others, when: 'True', text: The others.}
costs:
  eligible:
  - {kind: equipment, text: Equipment., source: own-page}
sources:
  own-page:
    title: The Grant
    kind: official
    url: https://grant.example/terms
    read: 2024-01-02
"""

PLAN = """\
id: plan
names: {en: The Plan}
names_source: handbook
kind: policy-plan
checked: 2024-01-02
about:
- {text: Nobody applies for it., source: handbook}
status:
- {state: not-stated, source: handbook}
relations:
- {to: grant, effect: related, text: The grant follows it., source: handbook}
"""

CALL = """\
id: fair
names: {en: The Fair, zh-hant: 市集}
names_source: fair-page
programme: grant
organiser: {id: council, source: fair-page}
checked: 2024-01-02
about:
- {text: People show what they made., source: [fair-page, own-page]}
theme: {en: Made here}
theme_source: handbook#grants
groups:
- id: makers
  names: {en: Makers, zh-hant: 工匠}
  programme_terms: true
  who:
  - {id: few, text: Fewer than ten people., expression: applicant.employees < 10, source: fair-page}
  team: {least: 1, most: 4, source: fair-page}
  places: 3
  source: fair-page
- id: students
  names: {en: Students, zh-hant: 學生}
  who:
  - {id: student, text: Students., expression: applicant.type == "student", source: fair-page}
  minors: {under: 18, consent: {en: I agree., zh-hant: 本人同意。}, source: fair-page}
- {id: guests, names: {en: Guests, zh-hant: 嘉賓}}
tracks:
- {id: wood, names: {en: Wood}, source: fair-page}
- {id: paper, names: {en: Paper}, groups: [students], source: fair-page}
phases:
- {id: entry, kind: entry, opens: 2024-03-01T09:00, closes: 2024-03-31, grace_minutes: 10, source: fair-page}
- {id: judging, kind: judging, opens: 2024-04-01, closes: 2024-04-10T12:00Z, sees: [judge], source: fair-page}
- {id: decision, kind: decision}
- {id: showcase, kind: showcase, opens: 2024-05-01}
questions:
- id: what
  kind: text
  names: {en: What is it?, zh-hant: 這是甚麼？}
  most:
  - {language: en, words: 50}
  - {language: zh, characters: 100}
- id: size
  kind: number
  names: {en: How large?, zh-hant: 多大？}
  least: 1
  most: 9.5
- id: colour
  kind: choice
  names: {en: Which colour?, zh-hant: 甚麼顏色？}
  options:
  - {id: red, names: {en: Red, zh-hant: 紅}}
  - {id: blue, names: {en: Blue, zh-hant: 藍}}
  groups: [students]
- {id: plan, kind: file, names: {en: The plan, zh-hant: 圖則}, types: [pdf], most_pages: 5, source: fair-page}
- {id: film, kind: video, names: {en: A film, zh-hant: 短片}, hosts: [youtube.com], required: false}
criteria:
- id: beauty
  names: {en: Beauty, zh-hant: 美觀}
  scale: {least: 0, most: 10, step: 5}
  weight: 60
  anchors:
  - {score: 10, text: {en: One cannot look away., zh-hant: 目不轉睛。}}
- {id: skill, names: {en: Skill, zh-hant: 技藝}, weight: 40}
- {id: effort, names: {en: Effort, zh-hant: 努力}, weight: 60, groups: [guests]}
judging: {readings: 2, ties: [beauty, skill], note: Nobody says more.}
prizes:
- {id: cup, names: {en: Cup}, groups: [makers], places: 1, amount: 500, source: fair-page}
- {id: ribbon, names: {en: Ribbon}, source: fair-page}
letters:
  award: {en: '{name}: {entry} wins {prize} at {call}.', zh-hant: '{name}：{entry}獲{prize}。'}
vote: {groups: [makers], text: {en: Vote., zh-hant: 投票。}, source: fair-page}
sources:
  fair-page:
    title: The Fair
    kind: official
    read: 2024-01-02
"""

PROFILE = """\
applicant.type: company
applicant.employees: 12
project: {cost: 10_000.50}
"""


def small_folder() -> dict[str, str]:
    """Path → text of an ecosystem in which nothing is wrong."""
    return {
        "ecosystem.yaml": ECOSYSTEM,
        "calls/fair.yaml": CALL,
        "sources.yaml": SOURCES,
        "definitions/terms.yaml": DEFINITIONS,
        "examples/shop-profile.yaml": PROFILE,
        "facts/all.yaml": FACTS,
        "organisations/council.yaml": ORGANISATION,
        "programmes/grant.yaml": GRANT,
        "programmes/plan.yaml": PLAN,
    }


def changed(path: str, old: str, new: str) -> dict[str, str]:
    """The small folder with one passage of one file replaced; the passage must be there exactly once."""
    files = small_folder()
    assert files[path].count(old) == 1, f"{old!r} stands {files[path].count(old)} times in {path}"
    files[path] = files[path].replace(old, new)
    return files


def line_of(files: dict[str, str], path: str, passage: str) -> int:
    """The line (from 1) on which a passage first stands."""
    return files[path][: files[path].index(passage)].count("\n") + 1


def write(files: dict[str, str], folder: Path) -> Path:
    """The files on disk below `folder`."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder

"""Wording that a reviewer strikes out: each rule says why, and what to write instead.

A rule looks at one sentence at a time, without what stands in quotation marks: a text may name a
bad phrase in order to forbid it. Most rules also pass over a sentence that says no.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text.policy import PLAIN_KINDS, Document

_SENTENCE = re.compile(r"[^。；！？|\n]+")
_QUOTED = re.compile(r"“[^”]*”")
_DENIAL = re.compile(r"不|禁|勿|别|没有|无效|未经|停用|停止|退还|防止|拒绝|违反|清退|当面退")
_REPEALED = ("婚姻法", "继承法", "民法通则", "担保法", "合同法", "物权法", "侵权责任法", "民法总则", "执业医师法")
_NUMBER = "[0-9０-９一二三四五六七八九十百零]+"


@dataclass(frozen=True)
class Wording:
    """A phrase and its cure. With `even_denied`, saying no does not make the phrase right."""

    rule: str
    pattern: str
    words: Words
    fix: Words
    even_denied: bool = False
    severity: Severity = Severity.ERROR
    articles_only: bool = False  # not for pledges, notices, read-aloud texts and forms
    holds: str = ""  # where the pattern is a slow one: some of it that stands in whatever it finds


WORDINGS = (
    Wording(
        "LAW401",
        "|".join(f"{law}(?<!劳动{law})" for law in _REPEALED),
        Words("引用了已经废止的法律", "names a law that was repealed"),
        Words("改引民法典或者医师法的现行条文", "cite the Civil Code or the Physicians Law"), even_denied=True,
    ),
    Wording(
        "LAW402", r"社会救助暂行办法",
        Words("社会救助法已经施行，不再以暂行办法为依据", "the Social Assistance Law has taken its place"),
        Words("改写社会救助法", "name the Social Assistance Law"), even_denied=True,
    ),
    Wording(
        "LAW403", rf"(?:法|条例|办法|规定|解释)》?(?:（[^）]*）)?第{_NUMBER}条",
        Words("正文里手写了法律的条号，法律修订后会错", "an article number of a law is typed in the text"),
        Words("条号只写在标题的 basis 里", "article numbers stand in the heading's basis only"), even_denied=True,
    ),
    Wording(
        "WRD501", rf"{_NUMBER}周?岁(?:及)?以下",
        Words("“以下”包括本数，年龄会差一岁", "'以下' includes the age itself"),
        Words("写“不满十四周岁”这样的说法", "write “不满…周岁”"), even_denied=True, holds="以下",
    ),
    Wording(
        "WRD502", r"同意.{0,20}(?:一切|全部|所有|任何).{0,6}信息|任何用途|永久.{0,6}授权",
        Words("一揽子同意，敏感信息、对外提供和公开要各自单独同意", "blanket consent"),
        Words("一件事一页，分别签名，可以单独撤回", "one matter, one page, one signature, each revocable"),
    ),
    Wording(
        "WRD503",
        r"(?:(?:一切|全部|任何)(?:意外|后果|责任)|意外|后果|责任).{0,8}(?:自负|自行承担|家长承担|监护人承担全部)|概不负责|与本?(?:服务)?团(?:队)?无关",
        Words("免除人身伤害责任的话没有效力", "excluding liability for injury is void"),
        Words("写明风险、保险和谁依法承担责任", "state the risk, the insurance and who answers by law"),
        holds="自负|自行承担|家长承担|监护人承担全部|概不负责|无关",
    ),
    Wording(
        "WRD504", r"(?:永久|终身|无限期)(?:保存|保留|留存)",
        Words("保存期限应为所需的最短时间", "keeping personal data for ever"),
        Words("写明保存到哪一天，到期删除", "say until when, and that it is deleted then"),
    ),
    Wording(
        "WRD505", r"(?:志愿者|团队|联络员|分团).{0,12}(?:代收|代管|代领|保管|转交).{0,8}(?:现金|救助款|善款|银行卡|存折)",
        Words("团队和志愿者不经手钱", "volunteers or the team handling money"),
        Words("由慈善组织直接付给监护人或者孩子本人的实名账户", "the charity pays straight into a named account"),
    ),
    Wording(
        "WRD506", r"(?:收取|交纳|缴纳|预交|扣除).{0,6}(?:押金|保证金|违约金|罚款|报名费|会费)",
        Words("不得向志愿者和家庭收押金、罚款、会费", "deposits, fees or penalties"),
        Words("删去这一句", "strike the sentence"),
    ),
    Wording(
        "WRD507", r"(?:自行|本人|自己|报名者|志愿者).{0,10}(?:开具|出具|提供|去开|提交).{0,6}无(?:违法)?犯罪(?:记录)?证明",
        Words("自己开的证明不能代替单位查询", "a self-obtained certificate is no record check"),
        Words("由登记主体向公安机关、人民检察院查询", "the registered body asks police and procuratorate"),
    ),
    Wording(
        "WRD508", r"封闭式(?:管理|训练|营)|军事化|强制(?:矫正|矫治|戒除|管教|劳动|入营|参加)|教官",
        Words("志愿活动不得强制矫治、限制自由", "compulsory correction by volunteers"),
        Words("写成自愿参加、随时退出的支持活动", "make it voluntary, to be left at any time"),
    ),
    Wording(
        "WRD509", r"(?:配合|接受|参加).{0,4}(?:宣传|采访|拍摄|出镜).{0,12}(?:作为|方可|才能|优先|条件)",
        Words("不得以配合宣传作为帮助的条件", "publicity as a condition of help"),
        Words("写明不愿意的照样得到帮助", "say that help does not depend on it"),
    ),
    Wording(
        "WRD510", r"问题(?:孩子|儿童|少年)|劳改犯|犯人子女|精神病家庭|服刑家庭|弱智|残废",
        Words("给孩子和家庭贴了标签", "labels a child or a family"),
        Words("写孩子、困境儿童", "write “孩子” or “困境儿童”"), even_denied=True,
    ),
    Wording(
        "WRD511", r"保证.{0,8}(?:考上|升学|就业|治愈|改好|成绩)|绝对保密|一定能(?:改变|治好|考上)",
        Words("许了做不到的诺", "a promise that can't be kept"),
        Words("写做什么，不写结果；保密写明例外", "say what is done, not what will result"),
    ),
    Wording(
        "WRD512", r"监护(?:权|责任|职责)?(?:移交|转移|转给|交给|委托给)(?:给)?.{0,6}(?:志愿者|团队|服务团|营地)",
        Words("监护不因结对、活动转移给志愿者", "guardianship does not pass to volunteers"),
        Words("写明监护责任仍由监护人承担", "say that the guardian remains responsible"),
    ),
    Wording(
        "WRD513", r"(?:先|经).{0,6}(?:核实|调查|批准|同意|请示|汇报|上报).{0,10}(?:再|后|才|方可).{0,6}(?:报警|报案|报告公安|向公安|报公安)",
        Words("报告前设了内部步骤，法律要求立即报告", "an internal step before a report that the law wants at once"),
        Words("写立即报告，内部告知在后", "report at once; tell the team afterwards"),
    ),
    Wording(
        "WRD514", r"私了|私下(?:和解|赔偿|解决|协商赔)",
        Words("内部了结不能代替法律责任", "settling privately"),
        Words("写明报告有权机关", "say which authority is told"),
    ),
    Wording(
        "WRD515", r"(?:公示|公布|张榜|公开).{0,6}(?:受助|受益|孩子|儿童).{0,4}(?:名单|姓名|病情|困难原因)",
        Words("公开孩子的姓名和困难原因", "publishes names or reasons"),
        Words("只公布总额、笔数和类别", "publish totals and kinds only"),
    ),
    Wording(
        "WRD516", r"(?:宿舍|卫生间|更衣[室处]|浴室).{0,8}(?:安装|设置|加装).{0,4}(?:监控|摄像)",
        Words("宿舍、卫生间、更衣处不得装监控", "cameras where nobody may have them"),
        Words("只在公共区域安装并设标识", "public areas only, with a sign"),
    ),
    Wording(
        "WRD517", r"(?:为|给).{0,4}(?:全体|所有|每名)?(?:孩子|儿童).{0,8}(?:投保|购买).{0,14}身故",
        Words("除父母外不得为不满八周岁的孩子投保身故责任", "death cover for children"),
        Words("默认只投意外医疗和伤残", "cover medical costs and disability only"),
    ),
    Wording(
        "WRD518", r"(?:带|接).{0,4}孩子.{0,8}(?:回家|家中|家里).{0,4}(?:过夜|住几天|留宿)",
        Words("志愿者不带孩子离家过夜", "taking a child home overnight"),
        Words("删去，或者写明不得", "strike it, or forbid it"),
    ),
    Wording(
        "WRD519", r"(?:微信群|朋友圈|直播间|抖音|网上).{0,8}(?:募捐|募款|筹款|众筹)",
        Words("没有公开募捐资格不得在网上募捐", "fundraising online without a licence"),
        Words("由有公开募捐资格的慈善组织开展", "leave it to a charity with the licence"),
    ),
    Wording(
        "WRD520", r"必须|严禁|一律|务必",
        Words("条文里的情态词只用应当、可以、不得", "articles say “应当”, “可以”, “不得” only"),
        Words("改成应当或者不得", "write “应当” or “不得”"), even_denied=True, severity=Severity.WARNING,
        articles_only=True,
    ),
    Wording(
        "WRD521", r"事实孤儿|法定监护人|孤残儿童|问卷式同意",
        Words("不是术语表里的说法", "not the glossary's term"),
        Words("写事实无人抚养儿童、监护人、孩子", "write “事实无人抚养儿童”, “监护人” or “孩子”"),
        even_denied=True, severity=Severity.WARNING,
    ),
)
_COMPILED = tuple((wording, re.compile(wording.holds), re.compile(wording.pattern)) for wording in WORDINGS)


def wording(subject: Subject) -> Iterator[Finding]:
    """LAW401–403, WRD501–521: phrases that the law, or a careful reviewer, does not let stand."""
    for document in subject.documents:
        plain = "\n".join(_without_quotes(line.text) for part, _ in document.parts() for line in part.lines)
        held = [
            (entry, pattern) for entry, hint, pattern in _COMPILED
            if hint.search(plain) and pattern.search(plain) and not (entry.articles_only and document.kind in PLAIN_KINDS)
        ]
        for part, _ in document.parts() if held else ():
            for line in part.lines:
                yield from _line(document, line.number, line.text, held)


def _without_quotes(text: str) -> str:
    return _QUOTED.sub(lambda quoted: "＿" * len(quoted[0]), text) if "“" in text else text


def _line(document: Document, number: int, text: str, held: Sequence[tuple[Wording, re.Pattern[str]]]) -> Iterator[Finding]:
    for sentence in _SENTENCE.finditer(_without_quotes(text)):
        denied = _DENIAL.search(sentence[0])
        for entry, pattern in held:
            if denied and not entry.even_denied:
                continue
            match = pattern.search(sentence[0])
            if match:
                column = sentence.start() + match.start() + 1
                shown = Words(f"“{match[0]}”：{entry.words.zh}", f"'{match[0]}': {entry.words.en}")
                place = Location(document.path, number, column)
                yield Finding(place, entry.rule, shown, entry.fix, entry.severity)


RULES = (wording,)

"""What to do where a child is being harmed, and whom to call: the same words on the site and in the handbooks."""

from __future__ import annotations

# Number, when to call it, and the same in English.
NATIONAL = (
    ("110", "有人正在受到伤害、孩子走失、遇到违法犯罪", "somebody is being hurt, a child is missing, a crime"),
    ("120", "有人受伤、昏迷、中毒", "injury, unconsciousness, poisoning"),
    ("119", "起火、被困", "fire, somebody trapped"), ("12355", "青少年服务", "youth services"),
    ("12338", "妇女儿童维权", "rights of women and children"), ("12309", "检察机关", "procuratorate"),
    ("12345", "政务服务", "city government"), ("12348", "法律服务", "legal aid"),
    ("12356", "心理援助", "psychological help"),
)
TITLE = "现在怎么办"
AT_ONCE = "报告不需要任何人批准，也不需要证据齐全。"
# The name of a picture, and what to do.
STEPS = (
    ("protect", "让孩子离开危险，陪着他，不让他独自面对你怀疑的人。"),
    ("police", "立即报警或者报告民政、教育部门。怀疑就可以报，不用先查清。"),
    ("listen", "听孩子说，不追问，不许诺保密，不拍照，不录像。记下孩子的原话、时间和地点。"),
    ("telephone", "报告之后再告诉儿童保护专员。被怀疑的是专员或者负责人的，直接报公安和民政，不告诉他。"),
    ("keep-quiet", "不私下和解，不发群，不告诉无关的人。"),
)

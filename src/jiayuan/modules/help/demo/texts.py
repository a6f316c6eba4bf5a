"""What the invented teams are called, and what they did."""

SPECIAL = (
    ("女儿团", "The daughters' team", "每周看望独居老人，陪聊天、量血压"),
    ("巧手修缮队", "Skilled hands", "修纱窗、换灯管、疏通管道"),
    ("法律明白人队", "Those who know the law", "律师坐班，解答家事与租房纠纷"),
    ("园丁课堂队", "The teachers' team", "退休教师放学后辅导作业"),
    ("心晴驿站队", "Clear skies", "心理咨询师倾听与疏导"),
    ("老兵先锋队", "Veterans first", "雨雪天清路、搬重物"),
    ("白衣天使队", "The nurses' team", "健康讲座、换药、陪诊"),
    ("和事佬队", "The peacemakers", "邻里小纠纷上门调解"),
    ("剪刀手队", "Scissors on the square", "广场义剪，行动不便者上门理发"),
    ("代办跑腿队", "Errands for neighbours", "代买药、代缴费、代取件"),
)
"""One of each station, and what it is known for."""
COMMON = (
    ("东院邻里队", "East court neighbours"), ("西院邻里队", "West court neighbours"),
    ("南院邻里队", "South court neighbours"), ("北院邻里队", "North court neighbours"),
    ("楼门长队", "Stairway leaders"), ("党员先行队", "Party members first"),
    ("银龄互助队", "Silver mutual help"), ("青年突击队", "Young helpers"), ("护绿爱家队", "Green courtyard"),
)  # fmt: skip
HELPED = (
    ("repair", "修纱窗"), ("repair", "疏通管道"), ("repair", "换灯管、修水龙头"), ("company", "看望独居老人"),
    ("company", "陪同就诊"), ("errand", "广场义剪"), ("errand", "代买药品"), ("errand", "清扫楼道积雪"),
    ("advice", "法律咨询坐班"), ("advice", "辅导作业"), ("advice", "心理疏导"), ("advice", "教老人用手机"),
    ("dispute", "调解邻里纠纷"), ("thing", "捐赠衣物与学习用品"),
)  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "建国", "秀英", "志明", "桂兰", "晓东", "丽娟", "海燕", "卫东", "雪梅", "国强", "玉兰", "文博", "春梅", "永红",
    "俊杰", "淑芬", "建华", "慧敏", "振宇", "爱莲", "立群", "金凤", "云飞", "美玲", "学军", "瑞芳", "小刚", "彩霞",
    "德胜", "静怡", "保平", "红梅", "新民", "素珍", "天佑", "巧云",
)  # fmt: skip

"""What the invented gatherings are called."""

HOURS = (
    (
        "公益一小时：清理楼道杂物",
        "Charity hour: clearing the stairwells",
        "一号院门口",
        "带上手套，工具由社区准备。",
    ),
    (
        "公益一小时：擦小广告",
        "Charity hour: small ads off the walls",
        "社区服务中心门前",
        "铲刀、清洗剂由社区准备。",
    ),
    (
        "公益一小时：摆正共享单车",
        "Charity hour: bicycles in their rows",
        "地铁口东侧",
        "穿反光背心，注意车辆。",
    ),
    (
        "公益一小时：教邻居分垃圾",
        "Charity hour: sorting with neighbours",
        "二号院投放点",
        "每组两人，负责一个投放点。",
    ),
    (
        "公益一小时：拾白色垃圾",
        "Charity hour: picking up plastic",
        "小游园西门",
        "自带水杯，老人在平地活动。",
    ),
)
EVENINGS = (
    ("老兵讲故事", "A veteran tells", "社区活动室", "请离休干部李爷爷讲抗美援朝的往事。", 30),
    ("手机摄影课", "Photos with the phone", "社区图书角", "带上自己的手机，从取景讲起。", 12),
    ("法律咨询夜", "An evening with a lawyer", "社区服务中心二楼", "物业、邻里、继承，现场问。", 20),
    ("八段锦晨练班", "Morning exercise", "小广场", "穿宽松衣服和软底鞋。", 25),
    ("民主议事会：加装电梯", "Neighbours talk: a lift", "三号院会议室", "三单元各户派一位代表。", 18),
)
WALK_INS = ("王大爷", "刘阿姨", "赵师傅", "孙老师")
WORDS = ("组织得好", "邻居们都很热心", "下次还来", "")
QUESTIONS = (
    "老部队的番号后来改了吗？",
    "当时冬天有棉衣穿吗？",
    "能不能请李爷爷到学校再讲一次？",
    "立功喜报还保存着吗？可以拍照吗？",
    "下次能讲讲家里人的故事吗？",
)
POLLS = (
    ("您最想听哪一段？", ("过江的那一夜", "坑道里的日子", "回家的路上")),
    ("下次讲故事，几点开始合适？", ("下午三点", "晚上七点", "周末上午")),
)
MATERIAL = (("手套", 10), ("扫帚", 4), ("垃圾夹", 6))

"""What the wishes of the demonstration say: in full, and on the card."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WishText:
    """``wisher`` is the key of an account. ``public_words`` say the need and never the person."""

    wisher: str
    words: str
    title: str
    public_words: str
    kind: str = "repair"
    urgency: str = "calm"
    concern: str = "anybody"
    skills: tuple[str, ...] = ()
    address: str = "1号楼2单元501"
    seats: int = 1
    done: str = ""
    is_silent: bool = False


OVER = (
    WishText(
        "elder",
        "我家厨房水管堵了，一做饭就往上冒水，我一个人弄不了。",
        "疏通厨房水管",
        "厨房下水道堵了，想请会修的邻居看看。",
        urgency="week",
        concern="elder",
        skills=("plumbing",),
        done="已疏通，换了密封圈",
    ),
    WishText(
        "resident",
        "孩子要参加体育考试，缺一双37码的跑鞋，家里最近手头紧。",
        "一双37码的跑鞋",
        "孩子考试要用一双37码的跑鞋，旧的也行。",
        "thing",
        concern="child",
        done="送去一双新跑鞋",
    ),
    WishText(
        "resident",
        "楼上装修漏水到我家，对方说不清楚，想问问律师该怎么谈。",
        "漏水赔偿怎么谈",
        "楼上漏水的赔偿，想请懂法律的人指点。",
        "advice",
        skills=("law",),
        done="讲清了流程，写了一份说明",
        is_silent=True,
    ),
    WishText(
        "elder",
        "灯管坏了三天，屋里黑，我不敢登高。",
        "换一根灯管",
        "客厅灯管坏了，需要人登高更换。",
        urgency="week",
        concern="elder",
        skills=("electrics",),
        done="换好了灯管，另检查了插座",
    ),
)
OPEN = (
    WishText(
        "elder",
        "纱窗破了个大洞，蚊子老进来，想找人补一补。",
        "补一扇纱窗",
        "纱窗破了洞，想请人补一补。",
        concern="elder",
        skills=("carpentry",),
    ),
    WishText(
        "resident",
        "家里旧洗衣机要搬下楼，一个人抬不动，希望两个人帮一下。",
        "搬洗衣机下楼",
        "一台旧洗衣机要从五楼搬下来，需要两个人。",
        "errand",
        seats=2,
    ),
    WishText(
        "elder",
        "想有人陪我去医院复查一次，儿女都在外地。",
        "陪同复查一次",
        "去附近医院复查，想有人陪同半天。",
        "company",
        concern="elder",
        skills=("company",),
    ),
    WishText(
        "resident",
        "孩子初二物理跟不上，想请老师周末讲两次。",
        "初二物理辅导",
        "初二物理，周末辅导两次。",
        "advice",
        concern="child",
        skills=("teaching",),
    ),
    WishText(
        "elder",
        "家里防盗门锁芯老化，钥匙拧不动，怕哪天进不了门。",
        "换防盗门锁芯",
        "防盗门锁芯老化，需要更换。",
        concern="elder",
    ),
    WishText(
        "resident",
        "卫生间要装一副扶手，老人洗澡怕滑倒，家里条件有限。",
        "装一副浴室扶手",
        "卫生间需要装一副扶手，材料和人工都缺。",
        concern="hardship",
    ),
)
"""One for each tier, from the point to the fund."""
RUNNING = (
    WishText(
        "resident",
        "晾衣架断了，衣服没处晾，请会修的邻居帮看看。",
        "修阳台晾衣架",
        "阳台晾衣架断了，请会修的人看看。",
        urgency="week",
        done="换了钢丝绳，试过能升降",
    ),
    WishText(
        "elder",
        "手机里的医保码打不开，想有人教我一下。",
        "教用医保码",
        "想学会在手机上打开医保码。",
        "advice",
        "week",
        "elder",
        ("computers",),
    ),
    WishText(
        "resident",
        "水龙头一直滴水，换过垫片还是漏。",
        "修滴水的龙头",
        "厨房水龙头滴水，需要修理。",
        urgency="week",
        skills=("plumbing",),
    ),
    WishText(
        "elder",
        "想把冬天的两床厚被子晒一晒，收一收，我抱不动。",
        "晒收两床厚被",
        "两床厚被要晒、要收，需要两个人。",
        "errand",
        "week",
        "elder",
        seats=2,
    ),
    WishText(
        "resident",
        "快递站远，腿摔伤了，想有人这周帮忙取两次。",
        "帮忙取快递",
        "本周帮忙取两次快递。",
        "errand",
        "week",
    ),
    WishText(
        "resident",
        "单元门钥匙丢了，想配两把。",
        "配两把单元门钥匙",
        "需要配两把单元门钥匙。",
        "thing",
        done="配好一把",
    ),
    WishText(
        "elder",
        "收音机没声音了，我就爱听戏，想请人看看。",
        "修收音机",
        "一台收音机没声音，想请会修的人看看。",
        urgency="week",
        concern="elder",
        skills=("appliances",),
    ),
)
POSTED = (
    WishText("resident", "楼道里放了不少旧家具，想请人帮忙一起清一清。", "", "", "errand", "week"),
    WishText("elder", "想有人周末来陪我下两盘棋。", "", "", "company", concern="elder"),
    WishText("resident", "想找人帮我把老家的房子卖掉。", "", "", "errand"),
    WishText("resident", "我们楼前的路灯晚上不亮，老人出门看不清。", "", ""),
    WishText("resident", "想借一架人字梯用半天。", "借一架人字梯", "借一架人字梯，用半天。", "thing"),
    WishText(
        "elder",
        "想找一台能放老式磁带的录音机，听听以前录的声音。",
        "一台磁带录音机",
        "找一台还能用的磁带录音机。",
    ),
)
"""Two that are looked at now; then not taken up, for an office, withdrawn, and one for which nobody was found."""

"""Against the worked examples that the providers publish in their documentation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.channels import aliyun_signature, tencent_signature

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("moment", "nonce", "signature"),
    [
        (
            "2023-10-26T10:22:32Z",
            "3156853299f313e23d1673dc12e1703d",
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
        ),
        (
            "2023-10-26T09:01:01Z",
            "d410180a5abf7fe235dd9b74aca91fc0",
            "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804",
        ),
    ],
)
def test_aliyun(moment: str, nonce: str, signature: str) -> None:
    query = aliyun_signature.canonical_query(
        {"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}
    )
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": moment,
        "x-acs-signature-nonce": nonce,
        "x-acs-content-sha256": EMPTY,
    }
    assert aliyun_signature.EMPTY_BODY == EMPTY
    assert aliyun_signature.authorization("YourAccessKeyId", "YourAccessKeySecret", query, headers) == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
        f"x-acs-date;x-acs-signature-nonce;x-acs-version,Signature={signature}"
    )


def test_tencent() -> None:
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    assert tencent_signature.authorization(
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        service="cvm",
        body=body,
        headers={"host": "cvm.tencentcloudapi.com", "content-type": tencent_signature.JSON},
        timestamp=1551113065,
    ) == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_encoding_is_of_rfc_3986() -> None:
    assert aliyun_signature.canonical_query({"b": "a b*c~d/e+f", "a": "晋"}) == (
        "a=%E6%99%8B&b=a%20b%2Ac~d%2Fe%2Bf"
    )


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
        st.text(st.characters(exclude_categories=["Cs"])),
    )
)
def test_the_order_of_params_does_not_matter(params: dict[str, str]) -> None:
    backwards = dict(reversed(params.items()))
    assert aliyun_signature.canonical_query(params) == aliyun_signature.canonical_query(backwards)

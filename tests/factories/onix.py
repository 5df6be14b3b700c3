"""ONIX messages for tests: a whole product by hand, small ones, short tags."""

from __future__ import annotations

from lxml import etree

from portal.bibliography.onix_tags import REFERENCE

PRODUCT = """
<Product>
  <RecordReference>otava.9789510123454</RecordReference>
  <NotificationType>03</NotificationType>
  <ProductIdentifier><ProductIDType>01</ProductIDType><IDTypeName>own</IDTypeName>
    <IDValue>77</IDValue></ProductIdentifier>
  <ProductIdentifier><ProductIDType>03</ProductIDType><IDValue>9789510123454</IDValue>
  </ProductIdentifier>
  <ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>978-951-0-12345-4</IDValue>
  </ProductIdentifier>
  <DescriptiveDetail>
    <ProductComposition>00</ProductComposition>
    <ProductForm>BB</ProductForm>
    <TitleDetail><TitleType>01</TitleType><TitleElement>
      <TitleElementLevel>01</TitleElementLevel><PartNumber>2</PartNumber>
      <TitlePrefix>The</TitlePrefix><TitleWithoutPrefix>winter island</TitleWithoutPrefix>
      <Subtitle>a novel</Subtitle></TitleElement></TitleDetail>
    <TitleDetail><TitleType>03</TitleType><TitleElement>
      <TitleElementLevel>01</TitleElementLevel><TitleText>Talvi saaressa</TitleText>
    </TitleElement></TitleDetail>
    <Contributor><SequenceNumber>2</SequenceNumber><ContributorRole>B06</ContributorRole>
      <PersonName>Mary Quill</PersonName></Contributor>
    <Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole>
      <NameIdentifier><NameIDType>16</NameIDType><IDValue>0000 0001 2103 2683</IDValue>
      </NameIdentifier>
      <PersonName>Aino Salo</PersonName><PersonNameInverted>Salo, Aino</PersonNameInverted>
      <AlternativeName><NameType>04</NameType><PersonName>Aino Koski</PersonName></AlternativeName>
      <ContributorDate><ContributorDateRole>50</ContributorDateRole><Date>1951</Date>
      </ContributorDate></Contributor>
    <Contributor><SequenceNumber>3</SequenceNumber><ContributorRole>A12</ContributorRole>
      <ContributorRole>A36</ContributorRole><NamesBeforeKey>Ville</NamesBeforeKey>
      <PrefixToKey>af</PrefixToKey><KeyNames>Ursin</KeyNames></Contributor>
    <Contributor><SequenceNumber>4</SequenceNumber><ContributorRole>A01</ContributorRole>
      <UnnamedPersons>03</UnnamedPersons></Contributor>
    <ContributorStatement>Aino Salo; translated by Mary Quill</ContributorStatement>
    <EditionNumber>2</EditionNumber>
    <Language><LanguageRole>02</LanguageRole><LanguageCode>fin</LanguageCode></Language>
    <Language><LanguageRole>01</LanguageRole><LanguageCode>eng</LanguageCode></Language>
    <Subject><SubjectSchemeIdentifier>66</SubjectSchemeIdentifier><SubjectCode>84.2</SubjectCode>
    </Subject>
    <Subject><SubjectSchemeIdentifier>93</SubjectSchemeIdentifier><SubjectCode>FBA</SubjectCode>
    </Subject>
  </DescriptiveDetail>
  <CollateralDetail><TextContent><TextType>03</TextType><ContentAudience>00</ContentAudience>
    <Text>A winter.</Text></TextContent></CollateralDetail>
  <PublishingDetail>
    <Publisher><PublishingRole>01</PublishingRole><PublisherName>Otava</PublisherName></Publisher>
    <PublishingDate><PublishingDateRole>11</PublishingDateRole><Date>19991231</Date>
    </PublishingDate>
    <PublishingDate><PublishingDateRole>01</PublishingDateRole><Date>20190802</Date>
    </PublishingDate>
  </PublishingDetail>
  <RelatedMaterial>
    <RelatedWork><WorkRelationCode>01</WorkRelationCode><WorkIdentifier>
      <WorkIDType>01</WorkIDType><IDTypeName>Otava</IDTypeName><IDValue>1234</IDValue>
    </WorkIdentifier></RelatedWork>
    <RelatedProduct><ProductRelationCode>06</ProductRelationCode><ProductIdentifier>
      <ProductIDType>15</ProductIDType><IDValue>9789511234562</IDValue></ProductIdentifier>
    </RelatedProduct>
    <RelatedProduct><ProductRelationCode>02</ProductRelationCode><ProductIdentifier>
      <ProductIDType>15</ProductIDType><IDValue>9789519999999</IDValue></ProductIdentifier>
    </RelatedProduct>
  </RelatedMaterial>
</Product>
"""
NAMESPACE = "http://ns.editeur.org/onix/3.1/reference"
HEADER = (
    "<Header><Sender><SenderName>Otava</SenderName></Sender>"
    "<SentDateTime>20261014</SentDateTime></Header>"
)


def message(*products: str, head: str = "", attributes: str = 'release="3.1"') -> bytes:
    """A message in reference tags."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<ONIXMessage {attributes}>{HEADER}'
        f"{''.join(products)}</ONIXMessage>"
    ).encode()


def shortened(content: bytes) -> bytes:
    """The same message in short tags."""
    tree = etree.fromstring(content)
    short = {name: tag for tag, name in REFERENCE.items()}
    for element in tree.iter():
        element.tag = short.get(str(element.tag), str(element.tag))
    tree.tag = "ONIXmessage"
    return etree.tostring(tree, encoding="UTF-8", xml_declaration=True)


def product(detail: str = "", *, isbn: str = "9789510123454", more: str = "") -> str:
    """A small product around what a test is about."""
    return (
        f"<Product><RecordReference>r</RecordReference><NotificationType>03</NotificationType>"
        f"<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>{isbn}</IDValue>"
        f"</ProductIdentifier><DescriptiveDetail>{detail}</DescriptiveDetail>{more}</Product>"
    )


def titled(elements: str) -> str:
    """A title of the distinctive kind."""
    return f"<TitleDetail><TitleType>01</TitleType>{elements}</TitleDetail>"

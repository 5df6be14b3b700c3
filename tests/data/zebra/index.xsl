<?xml version="1.0" encoding="UTF-8"?>
<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:z="http://indexdata.com/zebra-2.0" xmlns:m="http://www.loc.gov/MARC21/slim" version="1.0">
  <xsl:template match="text()"/>
  <xsl:template match="m:record">
    <z:record z:id="{normalize-space(m:controlfield[@tag='001'])}">
      <!-- A word index: the numeric one finds nothing with thirteen digits. -->
      <xsl:for-each select="m:datafield[@tag='020']/m:subfield[@code='a']">
        <z:index name="ISBN:w">
          <xsl:value-of select="translate(substring-before(concat(., ' '), ' '), '-', '')"/>
        </z:index>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='100' or @tag='700']">
        <z:index name="Author:w"><xsl:value-of select="m:subfield[@code='a']"/></z:index>
        <xsl:for-each select="m:subfield[@code='0']">
          <z:index name="Identifier-standard:w"><xsl:value-of select="."/></z:index>
        </xsl:for-each>
      </xsl:for-each>
      <xsl:for-each select="m:datafield[@tag='245']">
        <z:index name="Title:w"><xsl:value-of select="m:subfield[@code='a']"/></z:index>
      </xsl:for-each>
    </z:record>
  </xsl:template>
</xsl:stylesheet>

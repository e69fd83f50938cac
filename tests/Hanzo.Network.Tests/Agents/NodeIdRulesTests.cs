using Hanzo.Network.Agents;

namespace Hanzo.Network.Tests.Agents;

public sealed class NodeIdRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Box.local")]
    [InlineData("9_-.")]
    [InlineData(".hidden")]
    public void Ids_of_the_allowed_form(string text) => NodeIdRules.IsValid(text).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("ä")]
    public void Other_texts_are_none(string? text) => NodeIdRules.IsValid(text).ShouldBeFalse();

    [Fact]
    public void An_id_has_a_longest_length()
    {
        NodeIdRules.IsValid(new string('x', NodeIdRules.MaxLength)).ShouldBeTrue();
        NodeIdRules.IsValid(new string('x', NodeIdRules.MaxLength + 1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Box.local", "Box.local")]
    [InlineData("my box!", "my-box")]
    [InlineData("...", "node")]
    [InlineData("", "node")]
    public void A_hosts_name_becomes_an_id(string host, string id) => NodeIdRules.FromHostName(host).ShouldBe(id);

    [Fact]
    public void A_very_long_hosts_name_leaves_room_for_a_number() =>
        NodeIdRules.IsValid(NodeIdRules.FromHostName(new string('x', 200)) + "-99").ShouldBeTrue();
}

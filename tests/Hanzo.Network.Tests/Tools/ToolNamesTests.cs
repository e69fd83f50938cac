using System.Collections.Immutable;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.Tools;

public sealed class ToolNamesTests
{
    private readonly ToolNames _names = new(["find", "calculate"])
    {
        Prefixes = ["files__"], Off = ImmutableSortedDictionary<string, string>.Empty.Add("http_get", "--tools-http-hosts HOST"),
    };

    [Theory]
    [InlineData("find", true)]
    [InlineData("files__read", true)]
    [InlineData("files", false)]
    [InlineData("http_get", false)]
    public void A_node_has_what_is_listed_and_what_begins_so(string name, bool has) => _names.Has(name).ShouldBe(has);

    [Fact]
    public void What_it_has_not_is_told_with_what_it_has_or_how_to_get_it()
    {
        _names.Unknown("fly").ShouldBe("tool 'fly' is unknown; this node has calculate, files__…, find.");
        _names.Unknown("http_get").ShouldBe("tool 'http_get' is off; --tools-http-hosts HOST turns it on.");
    }
}

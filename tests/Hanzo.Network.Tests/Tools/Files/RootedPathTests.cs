using Hanzo.Network.Tools.Files;

namespace Hanzo.Network.Tests.Tools.Files;

public sealed class RootedPathTests
{
    [Theory]
    [InlineData("a/b.txt", "a|b.txt")]
    [InlineData("./a//b/../c", "a|c")]
    [InlineData("", "")]
    [InlineData("a/..", "")]
    [InlineData("..a/b..", "..a|b..")]
    [InlineData("a\\b", "a\\b")]
    public void A_path_is_the_names_from_the_root_on(string path, string names) =>
        string.Join('|', RootedPath.Split(path, windows: false)).ShouldBe(names);

    [Theory]
    [InlineData("..", false, "'..' leads out of it")]
    [InlineData("a/../../b", false, "'..' leads out of it")]
    [InlineData("../../etc/passwd", false, "'..' leads out of it")]
    [InlineData("/etc/passwd", false, "it begins at the root of the disk")]
    [InlineData("a\\..\\..\\b", true, "'..' leads out of it")]
    [InlineData("\\\\server\\share", true, "it begins at the root of the disk")]
    [InlineData("C:\\Windows", true, "it names a drive or a stream")]
    [InlineData("C:x", true, "it names a drive or a stream")]
    [InlineData("a.txt:hidden", true, "it names a drive or a stream")]
    public void A_path_that_leads_out_is_refused_and_says_why(string path, bool windows, string why) =>
        Should.Throw<ArgumentException>(() => RootedPath.Split(path, windows)).Message.ShouldBe(
            $"'{path}' is not in the folder that may be read: {why}. Give a path relative to that folder, such as notes/today.txt.");

    [Fact]
    public void A_path_that_no_system_knows_is_refused()
    {
        Should.Throw<ArgumentException>(() => RootedPath.Split("a\0b", windows: false)).Message.ShouldContain("zero character");
        Should.Throw<ArgumentException>(() => RootedPath.Split(new string('a', 1001), windows: false)).Message
            .ShouldContain("1001 characters");
    }

    [Theory]
    [InlineData("/data", "/data/x", false, true)]
    [InlineData("/data", "/data", false, true)]
    [InlineData("/data/", "/data/x", false, true)]
    [InlineData("/", "/x", false, true)]
    [InlineData("/data", "/database/x", false, false)]
    [InlineData("/data", "/Data/x", false, false)]
    [InlineData("/data", "/etc/passwd", false, false)]
    [InlineData(@"C:\Data", @"c:\data\x", true, true)]
    [InlineData(@"C:\Data", @"C:\Database", true, false)]
    public void Within_is_the_root_or_below_it(string root, string path, bool windows, bool within) =>
        RootedPath.IsWithin(root, path, windows).ShouldBe(within);
}

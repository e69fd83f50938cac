using System.Text;
using Hanzo.Network.Tools.Files;

namespace Hanzo.Network.Tests.Tools.Files;

public sealed class FileTextTests
{
    [Fact]
    public void A_text_is_read_without_its_mark() =>
        FileText.Decode("a", [.. Encoding.UTF8.Preamble, .. "grün"u8]).ShouldBe("grün");

    [Theory]
    [InlineData(new byte[] { 97, 0, 98 }, "see byte 2")]
    [InlineData(new byte[] { 97, 0xff, 0xfe }, "see byte 2")]
    [InlineData(new byte[] { 0x89, 0x50, 0x4e, 0x47 }, "see byte 1")]
    public void What_is_no_text_is_refused(byte[] bytes, string where) =>
        Should.Throw<ArgumentException>(() => FileText.Decode("pic.png", bytes)).Message
            .ShouldBe($"'pic.png' is no text in UTF-8: {where}. Only texts can be read.");

    [Theory]
    [InlineData(1, 0, "a\nb\nc")]
    [InlineData(2, 0, "b\nc")]
    [InlineData(2, 1, "b\n")]
    [InlineData(3, 9, "c")]
    public void Some_lines_of_it_may_be_asked_for(int from, int count, string lines) =>
        FileText.Lines("f", "a\nb\nc", from, count).ShouldBe(lines);

    [Theory]
    [InlineData(4, 0, "'f' has 3 lines; there is no line 4.")]
    [InlineData(0, 0, "from_line is 0; the first line is 1.")]
    [InlineData(1, -1, "lines is -1; it must be 0 (all) or more.")]
    public void Lines_that_there_are_not_are_refused(int from, int count, string message) =>
        Should.Throw<ArgumentException>(() => FileText.Lines("f", "a\nb\nc", from, count)).Message.ShouldBe(message);

    [Fact]
    public void What_is_too_much_for_one_answer_may_be_asked_for_in_parts()
    {
        var text = string.Join('\n', Enumerable.Repeat(new string('x', 999), 300));

        Should.Throw<ArgumentException>(() => FileText.Lines("f", text, 1, 0)).Message
            .ShouldBe("'f' has 300 lines and 299999 characters, too much for one answer. Ask for fewer lines.");
        FileText.Lines("f", text, 1, 200).Length.ShouldBe(200_000);
    }
}

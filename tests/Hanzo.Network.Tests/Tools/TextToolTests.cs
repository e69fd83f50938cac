using Hanzo.Network.Tools.BuiltIn;

namespace Hanzo.Network.Tests.Tools;

public sealed class TextToolTests
{
    [Theory]
    [InlineData("", "0 words, 0 characters, 0 lines")]
    [InlineData("one", "1 word, 3 characters, 1 line")]
    [InlineData("the quick  brown\nfox", "4 words, 20 characters, 2 lines")]
    [InlineData("don't well-known 3.5", "4 words, 20 characters, 1 line")]
    [InlineData("– … !", "0 words, 5 characters, 1 line")]
    public void Counts(string text, string result) => TextTools.CountWords(text).ShouldBe(result);

    [Fact]
    public void Finds_every_place_whatever_the_case() =>
        TextTools.Find("Fox and fox\nno\na FOX!", "fox").ShouldBe(
            "'fox' found 3 times:\nline 1, column 1: Fox and fox\nline 1, column 9: Fox and fox\nline 3, column 3: a FOX!");

    [Fact]
    public void Says_when_it_is_not_there() => TextTools.Find("abc", "x").ShouldBe("'x' is not in the text.");

    [Fact]
    public void Lists_only_the_first_places_but_counts_all()
    {
        var report = TextTools.Find(new string('a', 120), "a");

        report.ShouldStartWith("'a' found 120 times, the first 50 of them:");
        report.Split('\n').Length.ShouldBe(51);
    }

    [Fact]
    public void An_empty_query_is_no_endless_search() => TextTools.Find("abc", "").ShouldContain("empty");

    [Fact]
    public void A_summary_keeps_the_sentences_about_the_frequent_words_in_their_order()
    {
        const string Text = "The cluster elects a leader. Lunch was fine. A leader of the cluster assigns shards! Birds sing. "
            + "Shards move when the cluster leader says so.";

        Summarizer.Summarize(Text, 2).ShouldBe("A leader of the cluster assigns shards! Shards move when the cluster leader says so.");
    }

    [Fact]
    public void A_short_text_is_its_own_summary() => Summarizer.Summarize("One. Two.", 3).ShouldBe("One. Two.");

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public void A_senseless_number_of_sentences_is_refused(int sentences) =>
        Should.Throw<ArgumentException>(() => Summarizer.Summarize("One.", sentences)).Message.ShouldContain("1 to 20");
}

using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Xunit.Abstractions;

namespace Hanzo.Network.Tests.Memory;

/// <summary>
/// What hashed parts of words find: thirty things that a user said, and a question to each, written before anything was measured.
/// They know no synonyms, so some questions can find nothing.
/// </summary>
public sealed class RecallQualityTests(ITestOutputHelper output)
{
    private static readonly (string Said, string Asked)[] Pairs =
    [
        ("My name is Ada Byron and I live in Marylebone.", "Where does Ada Byron live?"),
        ("I am allergic to peanuts.", "Is there anything I am allergic to?"),
        ("My favourite colour is dark green.", "What is my favourite colour?"),
        ("I work as a structural engineer for a bridge company.", "What does my company build?"),
        ("Our cat is called Minerva and she is twelve.", "How old is our cat?"),
        ("I drink my coffee without sugar.", "How do I take my coffee?"),
        ("The deadline of the harbour project is the third of May.", "When is the deadline of the harbour project?"),
        ("My sister Joan studies medicine in Leeds.", "What does my sister study?"),
        ("I prefer trains over planes for long journeys.", "Should I book a train or a plane?"),
        ("We moved to a house with a small garden in 2019.", "When did we move into the house?"),
        ("My car is an old red Volvo that needs new tyres.", "What does my Volvo need?"),
        ("I play the cello in an amateur orchestra on Tuesdays.", "On which day does the orchestra meet?"),
        ("Please answer me in short sentences.", "In which style should you answer me?"),
        ("My doctor told me to avoid grapefruit because of my pills.", "Which fruit did my doctor warn about?"),
        ("The password hint for the router is the name of our street.", "What was the hint for the router password?"),
        ("I use a Lenovo laptop with Debian on it.", "Which operating system is on my laptop?"),
        ("My son Peter turns seven in October.", "How old will Peter be in October?"),
        ("I cannot stand horror films.", "Which films do I dislike?"),
        ("The quarterly report goes to Mrs Okafor in accounting.", "Who gets the quarterly report?"),
        ("I run five kilometres every morning before work.", "How far do I run in the morning?"),
        ("We are planning a trip to Lisbon in spring.", "Where will we travel in spring?"),
        ("My mother speaks Hungarian and German.", "Which languages does my mother speak?"),
        ("I keep the spare key under the blue flowerpot.", "Where is the spare key?"),
        ("My favourite author is Ursula Le Guin.", "Whose books do I like best?"),
        ("The wifi in the office drops whenever it rains.", "What is wrong with the office wifi?"),
        ("I have been a vegetarian since university.", "Could I eat a steak?"),
        ("Our invoice numbers begin with the letters HX.", "How do our invoice numbers begin?"),
        ("I broke my left wrist while skiing in 2015.", "What happened to my wrist?"),
        ("My bicycle has a dynamo that rattles.", "Why does my bike make noises?"),
        ("I want the weekly summary on Friday afternoons.", "When do I want the weekly summary?"),
    ];

    [Fact]
    public async Task Most_questions_find_what_they_are_about_among_a_few_memories()
    {
        var (time, session) = (new ManualTime(), Remembered.First);
        var memory = Remembered.Manager(new InMemoryMemoryStore(), time);
        for (var run = 0; run < Pairs.Length; run++)
            await memory.KeepAsync(
                Remembered.Reader(), Remembered.Agent, new AgentMemory(), new SaidInRun(new RunId(session, run + 1), Pairs[run].Said, ""),
                default);

        var (found, first, told) = (0, 0, 0);
        foreach (var (said, asked) in Pairs)
        {
            var recalled = await memory.RecallAsync(Remembered.Reader(), new AgentMemory(), asked, [], default);
            told += recalled.Length;
            if (recalled.Any(one => one.Text == said)) found++;
            else output.WriteLine($"not found: {asked}");
            if (recalled is [var best, ..] && best.Text == said) first++;
        }

        output.WriteLine($"{found} of {Pairs.Length} found, {first} as the best, {told / (double)Pairs.Length:0.0} memories a question");
        found.ShouldBeGreaterThanOrEqualTo(25);
        (told / (double)Pairs.Length).ShouldBeLessThan(4);
    }
}

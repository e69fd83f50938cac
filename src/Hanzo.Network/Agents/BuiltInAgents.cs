using System.Collections.Immutable;
using Hanzo.Network.Models;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Agents;

/// <summary>The agents every node can offer by name.</summary>
public static class BuiltInAgents
{
    public static readonly Agent Math = new()
    {
        Name = AgentName.Parse("math"),
        Description = "Calculates: arithmetic and other questions about numbers.",
        Instructions = "You answer questions about numbers. Use the tool 'calculate' for every calculation; never calculate yourself.",
        Tools = [new ToolReference("calculate")],
        Examples =
        [
            "What is 12 * (7 + 3)?", "How much is 15 percent of 80?", "calculate the square root of 144",
            "What is the average of 4, 8 and 15?", "divide 1000 by 7",
        ],
    };

    public static readonly Agent Text = new()
    {
        Name = AgentName.Parse("text"),
        Description = "Works on texts: counts words, summarizes, finds phrases.",
        Instructions =
            "You work on texts that the user gives. Use your tools for counting, summarizing and finding; quote their results exactly.",
        Tools = [new ToolReference("word_count"), new ToolReference("summarize"), new ToolReference("find")],
        Examples =
        [
            "How many words are in this paragraph?", "Summarize this article in three sentences",
            "Find every mention of a word in this document", "What are the main points of this text?",
        ],
    };

    public static readonly Agent Device = new()
    {
        Name = AgentName.Parse("device"),
        Description = "Tells about the device, machine or hardware it runs on.",
        Instructions = "You tell the user about the device that you run on. Use the tool 'describe_device'.",
        Tools = [new ToolReference("describe_device")],
        Examples =
        [
            "What GPU does this computer have?", "How much memory is installed?", "How many cores does the processor have?",
            "Show the hardware of this machine",
        ],
    };

    public static readonly Agent Echo = new()
    {
        Name = AgentName.Parse("echo"),
        Description = "Echoes: repeats what it is told.",
        Examples =
        [
            "echo: good morning", "repeat after me: one two three",
        ],
        Model = EchoChatClient.ModelName,
    };

    public static ImmutableArray<Agent> All { get; } = [Math, Text, Device, Echo];

    public static Agent? Find(string name) => All.FirstOrDefault(agent => agent.Name.Value == name);
}

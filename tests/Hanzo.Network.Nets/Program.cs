using Hanzo.Network.Nets.Campaign;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets;

internal static class Program
{
    public static Task<int> Main(string[] words) => words is [OtherProtocol.Command, var min, var max, .. var rest]
        ? OtherProtocol.RunAsync(min, max, rest)
        : new NetsProgram(Console.Out, Console.Error).RunAsync(words);
}

using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Nets.Campaign;
using Hanzo.Network.Nets.Nodes;

namespace Hanzo.Network.Nets;

internal static class Program
{
    public static Task<int> Main(string[] words) => words switch
    {
        [OtherProtocol.Command, var min, var max, .. var rest] => OtherProtocol.RunAsync(min, max, rest),
        [NodeRole.Command, var effects, .. var rest] => NodeRole.RunAsync(new EffectFolder(effects), rest),
        _ => new NetsProgram(Console.Out, Console.Error).RunAsync(words),
    };
}

using Hanzo.Network.Kills.Campaign;
using Hanzo.Network.Kills.Nodes;

namespace Hanzo.Network.Kills;

internal static class Program
{
    public static Task<int> Main(string[] words) => words is [NodeRole.Command, var effects, .. var rest]
        ? NodeRole.RunAsync(new EffectFolder(effects), rest)
        : new CampaignProgram(Console.Out, Console.Error).RunAsync(words);
}

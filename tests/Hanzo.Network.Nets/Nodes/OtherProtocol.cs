using System.Globalization;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace Hanzo.Network.Nets.Nodes;

/// <summary>This program as a hanzo of another version: one that says it speaks other versions of our messages.</summary>
internal static class OtherProtocol
{
    public const string Command = "speaking";

    public static IReadOnlyList<string> ProgramOf(ProtocolRange range) =>
        [typeof(OtherProtocol).Assembly.Location, Command, Word(range.Min), Word(range.Max)];

    public static Task<int> RunAsync(string min, string max, string[] arguments)
    {
        var range = new ProtocolRange(int.Parse(min, CultureInfo.InvariantCulture), int.Parse(max, CultureInfo.InvariantCulture));
        return HanzoCli.RunAsync(arguments, CommandContext.OfProcess() with
        {
            MoreServices = services => services.Configure<NetworkOptions>(options => options.Protocol = range),
        });
    }

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);
}

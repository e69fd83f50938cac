using Hanzo.Network.Nets.Campaign;

namespace Hanzo.Network.Nets;

internal static class Program
{
    public static Task<int> Main(string[] words) => new NetsProgram(Console.Out, Console.Error).RunAsync(words);
}

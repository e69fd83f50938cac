using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Benchmarks.Rows;
using Hanzo.Network.Benchmarks.Running;

namespace Hanzo.Network.Benchmarks;

internal static class Program
{
    private const int BadUsage = 2;

    public static async Task<int> Main(string[] words)
    {
        if (words is [Roles.Command, .. var role]) return await Roles.RunAsync(role);
        try
        {
            var arguments = Arguments.Parse(words);
            if (arguments.Help) return Help();
            return arguments.Compare ? await new ComparedRun(arguments).RunAsync() : await SingleRun.RunAsync(arguments);
        }
        catch (ArgumentException error)
        {
            await Console.Error.WriteLineAsync(error.Message);
            return BadUsage;
        }
    }

    private static int Help()
    {
        Console.WriteLine(Arguments.Usage);
        Console.WriteLine();
        foreach (var row in RowCatalog.All) Console.WriteLine($"{row.Name,-18} {row.About}");
        return 0;
    }
}

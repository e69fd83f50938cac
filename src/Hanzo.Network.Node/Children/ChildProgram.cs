using System.Collections.Immutable;

namespace Hanzo.Network.Node.Children;

/// <summary>A program that takes the commands of hanzo.</summary>
/// <param name="Arguments">Go before the command.</param>
internal sealed record ChildProgram(string File, ImmutableArray<string> Arguments)
{
    /// <summary>The program that runs now: either hanzo itself, or the dotnet host that was given hanzo.dll.</summary>
    /// <exception cref="ChildException">It cannot be told.</exception>
    public static ChildProgram Own()
    {
        var program = Environment.ProcessPath ?? throw new ChildException("the path of this program is unknown.");
        var isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return new ChildProgram(program, isHost ? [typeof(ChildProgram).Assembly.Location] : []);
    }
}
